"""All scenes, in the order in which the gallery shows them; one module for each subject."""

from tests.browser.gallery.scene import SCENES as SCENES
from tests.browser.gallery.scenes import readers as readers
