"""Days and moments in English; the names are explained in `portal.formats`."""

DATE_FORMAT = "j F Y"  # 3 March 2027
TIME_FORMAT = "H:i"  # 14:30
DATETIME_FORMAT = "j F Y, H:i"
YEAR_MONTH_FORMAT = "F Y"
MONTH_DAY_FORMAT = "j F"
SHORT_DATE_FORMAT = "j M Y"  # 3 Mar 2027
SHORT_DATETIME_FORMAT = "j M Y, H:i"

# Of our own
MONTH_DAY_TIME_FORMAT = "j F, H:i"
SHORT_MONTH_DAY_FORMAT = "j M"
SHORT_YEAR_MONTH_FORMAT = "M Y"
SHORT_DATETIME_SECONDS_FORMAT = "j M Y, H:i:s"
DATETIME_SECONDS_FORMAT = "j F Y, H:i:s"
DATETIME_ZONE_FORMAT = "j F Y, H:i e"
