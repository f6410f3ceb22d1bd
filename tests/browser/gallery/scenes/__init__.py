"""All scenes, in the order in which the gallery shows them; one module for each subject."""

from tests.browser.gallery import scene
from tests.browser.gallery.scenes import (
    account,
    admin,
    applying,
    ask,
    design,
    desk,
    doctor,
    emails,
    errors,
    patient,
    readers,
)

SUBJECTS = (readers, ask, patient, account, applying, doctor, desk, admin, errors, emails, design)
SCENES = [each for module in SUBJECTS for each in scene.SCENES if each.arrange.__module__ == module.__name__]
