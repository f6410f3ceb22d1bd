"""Words for the benchmark's public pages: English function words, everyday health words, and tens of thousands of rare
ones, drawn as often as words are in real texts (Zipf), and together with the others of their topic."""

import itertools
import random
import re

SEED = 6_174
RARE = 40_000  # words that stand at the far end of the curve
# A word's frequency falls with its rank, and twice as steeply beyond the words that everybody knows
# (Ferrer i Cancho and Solé, "Two regimes in the frequency of words", 2001).
KNOWN = 5_000

# In about the order of how often they occur.
FUNCTION = """
the and i to of a it is in my for have that this with on was be not but are as or at from had me so do if can been when
has after no any am all more an which about what there by very they your will you he she also just up now only out some
would like than then her his over could one get should because how other them too did does still don't before into may
two where since down who even most being day days week weeks months years old time back take taking took feel feeling
felt going got went same again every always never sometimes often really much many few little bit both while during
doctor please help thank worried normal cause caused treatment pain medicine problem need know think see find
""".split()

# What patients and doctors write about.
EVERYDAY = """
pain skin blood test tests face head headache swelling fever infection cough throat nose ear eyes eye vision chest heart
breath breathing stomach bowel nausea vomiting diarrhoea constipation back neck shoulder arm elbow wrist hand finger leg
hip knee ankle foot toe muscle joint bone nerve numbness tingling weakness dizziness balance sleep tired fatigue weight
appetite thirst urine bladder kidney liver thyroid sugar pressure cholesterol iron vitamin hormone period pregnancy baby
child breast lump rash itching redness blister spot mole scar hair nail tooth teeth gum jaw tongue lip mouth swallow
voice allergy asthma eczema acne psoriasis migraine seizure stroke tremor memory anxiety depression stress panic mood
surgery operation scan x-ray ultrasound biopsy result report dose tablet tablets cream ointment injection vaccine
antibiotic steroid painkiller ibuprofen paracetamol insulin statin inhaler drops side effects symptoms symptom diagnosis
condition disease disorder syndrome chronic acute mild severe burning sharp dull sore stiff swollen dry bleeding bruise
cut wound burn bite fracture sprain strain cramp spasm discharge smell colour yellow white dark red blue patch growth
shrinking sinking thinning loss gain worse better improve recover relapse family mother father history risk age diet
exercise walking running sitting standing lying lifting work sports alcohol smoking coffee water salt food meal gluten
milk morning night evening sudden slowly spread left right side upper lower inside outside front behind
""".split()

HEADS = (
    "hemi cardio myo neuro osteo derma gastro hepato nephro pulmo cerebro arterio angio lympho haemato fibro lipo "
    "adeno chondro spondylo arthro kerato oculo rhino oto laryngo pharyngo broncho entero colo procto cysto uro "
    "vaso thrombo leuko erythro melano xantho cyano chole pancreato thyro para peri endo epi hypo hyper poly oligo "
    "micro macro brady tachy dys pseudo sub supra inter intra post pre"
).split()
MIDDLES = (
    "facial cranial spinal dermal gastric hepatic renal cardial neural vascular lymphatic fibr gloss cheil ophthalm "
    "phleb scler stom trich onych pod chir brachi cost stern vertebr lumb sacr cervic thorac abdomin pelv femor tibi "
    "radi uln carp tars metacarp mandibul maxill"
).split()
TAILS = (
    "itis osis oma pathy algia ectomy plasty trophy plegia paresis emia uria rrhoea rrhagia spasm stenosis lysis "
    "genesis scopy graphy gram ic al ous oid ia ism"
).split()
DRUGS = (
    "ab",
    "cef",
    "dor",
    "eth",
    "flu",
    "gab",
    "lam",
    "met",
    "nor",
    "prav",
    "quin",
    "ram",
    "sul",
    "tam",
    "val",
    "zol",
)
DRUG_ENDS = (
    "azole",
    "cillin",
    "mycin",
    "pril",
    "sartan",
    "olol",
    "statin",
    "dipine",
    "prazole",
    "mab",
    "nib",
    "triptan",
)

# {w}: any word; {t}: a word of the topic; {n}: a number. The rest is how people begin and end such sentences.
ASKED = [
    "I have had {t} in my {w} for {n} weeks.",
    "It started {n} months ago with {t} and {w}.",
    "My doctor said it could be {t} but the {w} test was normal.",
    "I am taking {n} mg of {t} every day and I still have {w}.",
    "At night the {t} gets worse and I wake up with {w}.",
    "Could this be {t} or is it only {w}?",
    "I am {n} years old and nobody in my family has had {t}.",
    "The {w} is on the left side and feels {t} when I touch it.",
    "Should I see somebody about the {t} before I stop the {w}?",
    "I tried {t} for {n} days and it did not help with the {w}.",
    "Is it safe to take {t} together with {w}?",
    "What can I do about {t} at home?",
    "I have noticed {t} since I changed my {w}.",
    "Please tell me whether {t} goes away without {w}.",
]
ANSWERED = [
    "{t} often begins with {w} and goes on for {n} weeks.",
    "What you describe fits {t} more than {w}.",
    "Most people with {t} get better within {n} months.",
    "A blood test for {t} helps to tell it from {w}.",
    "Treatment begins with {t} and, where that is not enough, {w}.",
    "The {w} you mention is common and by itself no sign of {t}.",
    "If {t} comes back, a scan of the {w} is the next step.",
    "Do not stop {t} without talking to the doctor who prescribed it.",
    "Drink enough, rest, and keep the {w} cool while the {t} lasts.",
    "A dose of {n} mg is usual for {t} in adults.",
    "Studies of {t} show that {w} matters less than was thought.",
    "In rare cases {t} leads to {w}, which needs a specialist.",
]
TITLES = [
    "What causes {t} and {w} after {n} weeks?",
    "Is {t} with {w} a reason to worry?",
    "Can {t} come back after {w}?",
    "How long does {t} of the {w} last?",
    "{t} on one side of my {w}: what is it?",
    "Should I take {t} for {w} and {w}?",
    "Why do I have {t} every {w}?",
    "Does {t} get better without {w}?",
]
_SLOT = re.compile(r"\{([wtn])\}")


def _parts(patterns):
    """Each pattern cut at its slots: words and slots in turn."""
    return [_SLOT.split(pattern) for pattern in patterns]


ASKED, ANSWERED, TITLES = _parts(ASKED), _parts(ANSWERED), _parts(TITLES)


def rare_words(rng, count):
    """`count` different words that look like those of medicine."""
    made = dict.fromkeys(head + middle + tail for head in HEADS for middle in MIDDLES for tail in TAILS)
    drugs = dict.fromkeys(a + b + c for a in DRUGS for b in HEADS[:24] for c in DRUG_ENDS)
    words = rng.sample([*made, *drugs], count - count // 10)
    # A tenth is what slips of the finger make of them.
    slips = (word[:at] + word[at + 1 :] for word, at in zip(words, itertools.cycle((3, 4, 5)), strict=False))
    return words + list(itertools.islice(slips, count - len(words)))


class Vocabulary:
    """All words with how often each is drawn. The same for every process, as it is made from SEED."""

    def __init__(self):
        rng = random.Random(SEED)
        self.rare = rare_words(rng, RARE)
        common = list(dict.fromkeys(FUNCTION + EVERYDAY))
        self.words = common + self.rare
        self.everyday = list(dict.fromkeys(EVERYDAY))
        self.weights = _zipf(len(self.words))
        # What fills a slot is no function word.
        self.content = self.everyday + self.rare
        self.content_weights = _zipf(len(self.content))

    def topic(self, number):
        """The words of a topic, of which the first name it: a few everyday ones, and rare ones few others have."""
        rng = random.Random(f"{SEED}/{number}")
        return rng.sample(self.rare[2_000:], 3) + rng.sample(self.everyday, 8) + rng.sample(self.rare, 40)


def _zipf(count):
    """Cumulated weights of `count` words by rank."""
    weights = (1 / rank if rank < KNOWN else KNOWN / rank**2 for rank in range(2, count + 2))
    return list(itertools.accumulate(weights))


class Stream:
    """Words drawn by their weights, one after the other, for ever."""

    def __init__(self, rng, words, weights, ahead):
        self.draw = lambda: rng.choices(words, cum_weights=weights, k=ahead)
        self.drawn, self.at = [], 0

    def take(self, count):
        """The next `count` of them."""
        if self.at + count > len(self.drawn):
            self.drawn, self.at = self.draw(), 0
        self.at += count
        return self.drawn[self.at - count : self.at]


class Writer:
    """Writes titles, queries and answers; each with the words of a topic."""

    def __init__(self, vocabulary, seed):
        self.rng = random.Random(seed)
        self.vocabulary = vocabulary
        self.topics = {}
        self.any_words = Stream(self.rng, vocabulary.words, vocabulary.weights, 20_000)
        self.content_words = Stream(self.rng, vocabulary.content, vocabulary.content_weights, 10_000)
        self.numbers = Stream(self.rng, [str(number) for number in range(1, 90)], None, 1_000)

    def _of_topic(self, topic):
        if topic not in self.topics:
            words = self.vocabulary.topic(topic)
            self.topics[topic] = Stream(self.rng, words, _zipf(len(words)), 500)
        return self.topics[topic]

    def topic_word(self, topic):
        """One of its words."""
        return self._of_topic(topic).take(1)[0]

    def title(self, topic):
        """About eight words that end in a question mark."""
        return self.filled(TITLES, topic)

    def filled(self, patterns, topic):
        """A sentence by one of the patterns."""
        parts = list(patterns[int(self.rng.random() * len(patterns))])
        for at in range(1, len(parts), 2):
            kind = parts[at]
            stream = (
                self.content_words if kind == "w" else self._of_topic(topic) if kind == "t" else self.numbers
            )
            parts[at] = stream.take(1)[0]
        return _begun("".join(parts))

    def sentences(self, topic, words, patterns):
        """Sentences of about `words` words in all: half of them follow a pattern, half are words as they come."""
        made, count, random = [], 0, self.rng.random
        while count < words:
            if random() < 0.5:
                sentence = self.filled(patterns, topic)
                count += 12  # as long as they are on average
            else:
                drawn = self.any_words.take(6 + int(random() * 13))
                drawn[int(random() * len(drawn))] = self.topic_word(topic)
                sentence = f"{_begun(' '.join(drawn))}."
                count += len(drawn)
            made.append(sentence)
        return " ".join(made)

    def query(self, topic):
        """About 120 words, a few times as many now and then."""
        return self.sentences(topic, self._length(105), ASKED)

    def answer(self, topic):
        """The parts of an answer, about 180 words; one in a hundred is very long."""
        count = 8 if self.rng.random() < 0.01 else 2
        paragraphs = [self.sentences(topic, self._length(46, most=400), ANSWERED) for _ in range(count)]
        short = self.sentences(topic, 14, ANSWERED)
        days, word = self.numbers.take(1)[0], self.content_words.take(1)[0]
        return {
            "short_answer": short[:299].rpartition(" ")[0] + "." if len(short) > 300 else short,
            "explanation": "\n\n".join(paragraphs),
            "self_care": "\n".join(f"- {self.filled(ANSWERED, topic)}" for _ in range(2)),
            "help_non_urgent": f"the {self.topic_word(topic)} lasts for more than {days} days.",
            "help_urgent": f"you notice {self.topic_word(topic)} and {word}.",
            "limits": f"Whether it is {self.topic_word(topic)} can't be told without seeing you.",
        }

    def _length(self, middle, most=900):
        return min(most, max(8, round(middle * self.rng.lognormvariate(0, 0.5))))


def _begun(text):
    return text[0].upper() + text[1:]
