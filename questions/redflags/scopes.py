"""What of a text doesn't count: denied, long past, asked about in general, or a manner of speaking.

The phrases are data (scopes.toml); here is only how far each reaches. In doubt a word counts: an interruption
too many costs a moment, one too few may cost a life.
"""

from dataclasses import dataclass

from questions.redflags.words import Reading

REACH = 7  # words that a "no" reaches at most, within one item of a list
AROUND = 20  # words before and after a sign that a sentence is about learning, forms or fiction
ITEMS = 5  # items of such a list
ITEM = 5  # words of a further item of a list ("no fever, stiff neck or rash")


@dataclass(frozen=True, slots=True)
class Scopes:
    """The words that begin, end and cancel a scope, as scopes.toml gives them."""

    deniers: frozenset[str]
    not_words: frozenset[str]
    not_before: frozenset[str]
    enders: frozenset[str]
    cancel: frozenset[str]
    list_ends: frozenset[str]
    segment_enders: frozenset[str]
    segment_keeps: frozenset[str]


def _sentence_end(words: list[str], start: int) -> int:
    while start < len(words) and words[start]:
        start += 1
    return start


def denied(reading: Reading, scopes: Scopes) -> int:
    """The places of words that are said not to be there."""
    words, places, index = reading.words, bytearray(len(reading.words)), 0
    while index < len(words):
        word = words[index]
        if word in scopes.deniers or (word == "not" and _denies(words, index, scopes)):
            end = _reach(
                reading, index + 1, scopes, REACH if word != "not" else _not_reach(words, index, scopes)
            )
            if not any(each in scopes.cancel for each in words[index + 1 : end + 3]):
                end = _further_items(reading, end, scopes)
                for place in range(index + 1, end):
                    places[place] = 1
            index = max(end, index + 1)
        else:
            index += 1
    _answered_no(reading, places)
    return bits(places)


def _denies(words, index, scopes) -> bool:
    """Whether a "not" denies what follows: "not bleeding" does, "not only", "not sure", "not going" don't."""
    after = words[index + 1 : index + 2]
    return bool(after) and bool(after[0]) and after[0] not in scopes.not_before


def _not_reach(words, index, scopes) -> int:
    """A "not have" reaches as far as a "no"; a bare "not" only over the next words."""
    return REACH if any(each in scopes.not_words for each in words[index + 1 : index + 3]) else 3


def _reach(reading, start, scopes, most) -> int:
    """Where a scope from `start` ends: at a pause, a sentence's end or a word that begins something new."""
    words, place = reading.words, start
    while place < len(words) and place < start + most:
        if not words[place] or (place > start and place in reading.pauses):
            break
        word = words[place]
        if (word in scopes.enders and word not in scopes.not_words) or (
            place > start and word in scopes.deniers
        ):
            break
        place += 1
    return place


def _further_items(reading, end, scopes) -> int:
    """Follow "no fever, stiff neck or rash" through its commas, but only if an "or" closes the list."""
    words, place, closed = reading.words, end, end
    for _ in range(ITEMS):
        if place >= len(words) or not (place in reading.pauses or words[place] in scopes.list_ends):
            break
        is_last = words[place] in scopes.list_ends
        item = _reach(reading, place + is_last, scopes, ITEM)
        if item == place + is_last:
            break
        if is_last or any(each in scopes.list_ends for each in words[place:item]):
            closed = item
        place = item
    return closed


def _answered_no(reading, places) -> None:
    """Hide the short sentence before a sentence that is "no" or "none": "Chest pain? No." """
    words, begin, previous = reading.words, 0, None
    while begin < len(words):
        end = _sentence_end(words, begin)
        if previous and end > begin and words[begin] in {"no", "none", "nope", "nil"} and end - begin <= 2:
            for place in range(*previous):
                places[place] = 1
        previous = (begin, end) if 0 < end - begin <= 8 else None
        begin = end + 1


def segment(reading: Reading, place: int, scopes: Scopes) -> range:
    """The stretch around a word between pauses, sentence ends and words such as "but" and "now"."""
    words, begin, end = reading.words, place, place + 1
    while begin > 0 and words[begin - 1] and words[begin - 1] not in scopes.segment_enders:
        if begin in reading.pauses:
            break
        begin -= 1
    while end < len(words) and words[end] and words[end] not in scopes.segment_enders:
        if end in reading.pauses:
            break
        end += 1
    return range(begin, end)


def past(reading: Reading, marks: list[int], scopes: Scopes) -> int:
    """The places in stretches that tell of long ago, unless something in them goes on."""
    places, done = bytearray(len(reading.words)), -1
    for place in marks:
        if place < done:
            continue
        stretch = segment(reading, place, scopes)
        done = stretch.stop
        if not any(reading.words[each] in scopes.segment_keeps for each in stretch):
            for each in stretch:
                places[each] = 1
    return bits(places)


def rest_of_sentence(reading: Reading, marks: list[int], scopes: Scopes) -> int:
    """The places from each mark to its sentence's end, or to a word such as "but"."""
    places, words = bytearray(len(reading.words)), reading.words
    for place in marks:
        while place < len(words) and words[place] and words[place] not in scopes.segment_enders:
            if places[place]:
                break
            places[place] = 1
            place += 1
    return bits(places)


def sentences(reading: Reading, marks: list[int]) -> int:
    """The places of the sentences that hold a mark, up to AROUND words from it: some write without full stops."""
    places, words, done = bytearray(len(reading.words)), reading.words, 0
    for place in marks:
        begin = place
        while begin > max(done, place - AROUND) and words[begin - 1]:
            begin -= 1
        end = max(begin, done)
        while end < min(len(words), place + AROUND) and words[end]:
            end += 1
        for each in range(begin, end):
            places[each] = 1
        done = max(done, end)
    return bits(places)


def bits(places: bytearray) -> int:
    """A row of 0 and 1 as the bits of a number, the first place lowest."""
    return int(places[::-1].translate(_DIGITS) or b"0", 2)


_DIGITS = bytes([48, 49]) + bytes(254)
