"""The pictures of a query pass through the same door as every other upload, which lies on the lowest floor."""

from accounts.pictures import HEIF_IS_READABLE, PictureRefused, Redrawn, redraw

__all__ = ["HEIF_IS_READABLE", "PictureRefused", "Redrawn", "redraw"]
