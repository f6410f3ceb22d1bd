"""What readers see where a doctor has a portrait but its file is missing, as after a restore without the media.

Pages never ask whether the file is there: whoever asks for the file in vain gets the initials, drawn as pages draw
them for a doctor without a portrait, and the portrait itself as soon as the file is back.
"""

from django.utils.html import format_html

from accounts.palette import palette
from specialties.models import Doctor
from specialties.templatetags.doctors import initials

# Coloured as .portrait--initials is.
DRAWING = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 52 52" width="52" height="52">'
    "<style>:root{{background:{light_ground};color:{light}}}"
    "@media (prefers-color-scheme:dark){{:root{{background:{dark_ground};color:{dark}}}}}</style>"
    '<circle cx="26" cy="26" r="25.5" fill="none" stroke="currentColor"/>'
    '<text x="26" y="32" fill="currentColor" text-anchor="middle" font-family="Georgia, serif" font-size="18" '
    'font-weight="600">{initials}</text></svg>'
)


def initials_of(portrait):
    """The initials of the doctor whose portrait has this name, as an SVG; None where no profile has it."""
    doctor = Doctor.objects.listed().filter(portrait=portrait).only("name").first()
    if doctor is None:
        return None
    light, dark = palette("light"), palette("dark")
    return format_html(
        DRAWING,
        initials=initials(doctor.name),
        light=light["warm"],
        light_ground=light["warm-soft"],
        dark=dark["warm"],
        dark_ground=dark["warm-soft"],
    )
