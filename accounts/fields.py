"""Form fields that several apps share."""

from django import forms


class LongText(forms.CharField):
    """A text area without maxlength, which cuts what is pasted without a word; the server says what is too long."""

    widget = forms.Textarea

    def widget_attrs(self, widget):
        return {}
