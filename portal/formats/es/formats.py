"""Days and moments in Spanish; the names are explained in `portal.formats`."""

DATE_FORMAT = r"j \d\e F \d\e Y"  # 3 de marzo de 2027
TIME_FORMAT = "H:i"
DATETIME_FORMAT = r"j \d\e F \d\e Y, H:i"
YEAR_MONTH_FORMAT = r"F \d\e Y"
MONTH_DAY_FORMAT = r"j \d\e F"
SHORT_DATE_FORMAT = "j b Y"
SHORT_DATETIME_FORMAT = "j b Y, H:i"

# Of our own
MONTH_DAY_TIME_FORMAT = r"j \d\e F, H:i"
SHORT_MONTH_DAY_FORMAT = "j b"
SHORT_YEAR_MONTH_FORMAT = "b Y"
SHORT_DATETIME_SECONDS_FORMAT = "j b Y, H:i:s"
DATETIME_SECONDS_FORMAT = r"j \d\e F \d\e Y, H:i:s"
DATETIME_ZONE_FORMAT = r"j \d\e F \d\e Y, H:i e"
