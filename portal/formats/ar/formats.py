"""Days and moments in Arabic; the names are explained in `portal.formats`."""

DATE_FORMAT = "j F Y"  # 3 مارس 2027
TIME_FORMAT = "H:i"
DATETIME_FORMAT = "j F Y، H:i"
YEAR_MONTH_FORMAT = "F Y"
MONTH_DAY_FORMAT = "j F"
SHORT_DATE_FORMAT = "j F Y"  # months have no short form
SHORT_DATETIME_FORMAT = "j F Y، H:i"
# Django has none for Arabic and would read a day as in the United States, the month first.
DATE_INPUT_FORMATS = ["%d/%m/%Y", "%d/%m/%y"]
DATETIME_INPUT_FORMATS = ["%d/%m/%Y %H:%M:%S", "%d/%m/%Y %H:%M", "%d/%m/%y %H:%M:%S", "%d/%m/%y %H:%M"]
FIRST_DAY_OF_WEEK = 1

# Of our own
MONTH_DAY_TIME_FORMAT = "j F، H:i"
SHORT_MONTH_DAY_FORMAT = "j F"
SHORT_YEAR_MONTH_FORMAT = "F Y"
SHORT_DATETIME_SECONDS_FORMAT = "j F Y، H:i:s"
DATETIME_SECONDS_FORMAT = "j F Y، H:i:s"
DATETIME_ZONE_FORMAT = "j F Y، H:i e"
