// A number in the plural form that its language asks for. window.askwellCount(forms, number): `forms` is what the template
// tag plural_forms printed, JSON of the words by category of Intl.PluralRules, with "{number}" in each.
(() => {
  const language = document.documentElement.lang;
  const rules = new Intl.PluralRules(language);
  const numbers = new Intl.NumberFormat(`${language}-u-nu-latn`); // the digits of the page, in Arabic too
  window.askwellCount = (forms, number) =>
    JSON.parse(forms)[rules.select(number)].replace("{number}", numbers.format(number));
})();
