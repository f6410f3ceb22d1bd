"""Forty queries as patients write them: near one another in topic, with links, numbers, sellers and despair in some.

None may be taken for spam, nor for a copy of another. (title, text)
"""

QUERIES = [
    (
        "Can tingling in both hands at night come from my neck?",
        "For about six weeks I wake up two or three times a night because both hands tingle. I shake them and it goes "
        "after a minute. I work at a computer all day and my neck is often stiff. Could it be a nerve in my neck or "
        "is it carpal tunnel?",
    ),
    (
        "Is tingling in my left hand after typing something to worry about?",
        "My left hand tingles when I have been typing for an hour or so, mostly the thumb and the first two fingers. "
        "It started last month. At night it sometimes wakes me. My mother had an operation for carpal tunnel. Should "
        "I have it tested?",
    ),
    (
        "Headache every afternoon for three weeks",
        "I have had a headache nearly every afternoon for three weeks. It is a dull pressure on both sides, no "
        "nausea, no problems with light. I drink maybe one litre of water a day and have a new job with a lot of "
        "screens. Paracetamol helps for a few hours. When should I see somebody?",
    ),
    (
        "Headaches behind one eye",
        "For three weeks I have had headaches behind my right eye, mostly at night, so strong that I walk around the "
        "room. The eye waters and the nose runs on that side. It lasts about forty minutes and then it is gone. "
        "Paracetamol does nothing. What is this?",
    ),
    (
        "My headache came back after I stopped the pill",
        "I stopped taking the combined pill two months ago because of migraine with aura. It was better at first but "
        "last week I had two attacks with zigzag lines again. I am 34 and do not smoke. Is there something that "
        "prevents them which I can take while trying for a baby?",
    ),
    (
        "Rash on my daughter's belly, should she stay at home?",
        "My daughter is four and since yesterday she has small red spots on her belly and back, some with little "
        "blisters. She scratches a lot. She had a fever of 38.2 on Sunday. Nursery says two children have chickenpox. "
        "How long is she catching and can I give ibuprofen?",
    ),
    (
        "Red itchy rash in the bend of the elbows",
        "I am 27 and every winter I get red, itchy skin in the bends of my elbows and behind my knees. Moisturiser "
        "helps a little. This year it is on my eyelids too. I am afraid of cortisone on the face. What can I use "
        "there?",
    ),
    (
        "Bought tablets online, are they safe?",
        "I ordered sildenafil from an online pharmacy because it was cheap and no doctor asked for a prescription. "
        "The website was https://pills-for-all.example and the parcel came from abroad. The capsules look different "
        "from the ones of my friend. Can I find out if they are genuine, and what should I do with them?",
    ),
    (
        "A herbal healer told me to stop insulin",
        "My uncle has type 2 diabetes. A traditional healer in our town says his herbal mixture is a permanent cure "
        "and that he can stop insulin after 3 weeks. He paid a lot of money already. I am very worried. How do I "
        "explain to him that this is dangerous, and what happens when he stops?",
    ),
    (
        "Gambling and no sleep",
        "Since I lost my job I play online casino and slots at night, betting too, and have taken out loans. I sleep "
        "perhaps three hours. My heart races and I have started to drink in the evening. My wife does not know. Is "
        "there a treatment for this, or medicine? I want to stop.",
    ),
    (
        "Weight loss gummies and my thyroid tablets",
        "A friend sells keto gummies and says they changed her life. I take 75 micrograms of levothyroxine. On the "
        "official label it says natural formula with iodine. Is it safe to take both, or will it change my blood "
        "values?",
    ),
    (
        "Results of my blood test: ferritin 9",
        "My ferritin is 9, haemoglobin 11.2, MCV 74. My doctor's surgery (020 7946 0018) says to take iron tablets "
        "and come back in three months. I am tired all the time and my hair falls out. My periods are heavy. Should "
        "somebody look for a cause first?",
    ),
    (
        "My GP will not call me back",
        "I had a biopsy of a mole on 3 May and still have no result. I have called 0161 496 0733 four times and each "
        "time they say that the doctor will phone me on 07700 900461. How long does such a result normally take, and "
        "is no news good news?",
    ),
    (
        "Is this article about turmeric right?",
        "I read at https://www.nhs.uk/conditions/arthritis/ that exercise helps and then on another page, "
        "www.turmeric-heals.example, that turmeric is better than ibuprofen. I have arthritis in both knees and a "
        "stomach ulcer in the past. What is true, and may I take it with omeprazole?",
    ),
    (
        "Panic attacks on the train",
        "Three times this month I have had to get off the train because my heart raced, I could not breathe properly "
        "and thought I would faint. It passes in ten minutes. I am 22. My mother says it is panic. How can I be sure "
        "that it is not my heart?",
    ),
    (
        "Heart skips beats in the evening",
        "When I lie down in the evening I feel my heart skip, then one strong beat. It happens perhaps twenty times "
        "an hour. I drink four coffees. An ECG two years ago was normal. I am 41 and run twice a week without any "
        "trouble.",
    ),
    (
        "Baby spits up after every feed",
        "Our son is seven weeks old and brings up milk after nearly every feed, sometimes quite a lot. He gains "
        "weight and smiles. We changed the formula once. Does he need medicine for reflux or does it go away by "
        "itself?",
    ),
    (
        "My baby cries every evening from six to nine",
        "She is seven weeks old and cries every evening for three hours, pulls her legs up and goes red. We have "
        "tried carrying, white noise and drops. She feeds well and gains weight. Is that colic and when does it end? "
        "We are so tired.",
    ),
    (
        "Lump under the arm",
        "I found a lump the size of a pea under my right arm while showering two weeks ago. It moves and does not "
        "hurt. I shaved a few days before. I am 31 and breastfeeding. How long may I wait before I have it looked "
        "at?",
    ),
    (
        "Lump in the breast, cyclical?",
        "In my left breast I feel a firm area, upper outer part, before every period. It gets smaller afterwards. "
        "No discharge, no skin changes. My aunt had breast cancer at 60. I am 38. Is an ultrasound enough?",
    ),
    (
        "One side of my face is getting thinner",
        "Over four years the left side of my face has become thinner, the skin over the jaw is darker and the corner "
        "of the mouth is pulled up a little. A dermatologist said Parry-Romberg. Does it stop by itself, and when is "
        "the right time for fat grafting?",
    ),
    (
        "knee hurts going down stairs",
        "hi im 19 and play football, my knee hurts in front when i go down stairs or sit long in class. no swelling. "
        "my coach says tape it. is it ok to keep playing or do i make it worse?? thanks",
    ),
    (
        "Knee swollen after a fall on the ice",
        "I slipped on ice on Tuesday and twisted my right knee. It was swollen within an hour, big like a grapefruit. "
        "I can walk but it gives way when I turn. The X-ray at the hospital showed no fracture. Do I need an MRI?",
    ),
    (
        "HELP tooth pain at night!!!",
        "The pain is soooo bad!!! My back tooth on the lower left has been throbbing since Friday, worse when I lie "
        "down, hot tea makes it terrible, cold water makes it better. Dentist has an appointment only next Thursday. "
        "What can I do until then? Please please help.",
    ),
    (
        "Can I take ibuprofen with sertraline?",
        "I take sertraline 50 mg and twisted my ankle. The leaflet warns about bleeding with ibuprofen. I have no "
        "stomach problems and am 29. Is three days of 400 mg all right, or should I use a gel instead?",
    ),
    (
        "Can I take ibuprofen with lisinopril?",
        "I am 63, take lisinopril 10 mg and hydrochlorothiazide for blood pressure. For my back I have taken "
        "ibuprofen 400 mg three times a day since the weekend. My feet are a bit swollen now. Should I stop, and does "
        "my kidney function need a check?",
    ),
    (
        "Blood in the stool, bright red",
        "Twice this week there was bright red blood on the paper and a little in the bowl. It hurt when I went, like "
        "a cut. I have been constipated since I started taking codeine after my operation. I am 45. Is it "
        "haemorrhoids, and do I need a colonoscopy?",
    ),
    (
        "Constipation since pregnancy",
        "I am 24 weeks pregnant and go only every four days. Bran makes me bloated. The midwife suggested macrogol. "
        "Is it safe for the baby for several weeks, and is there anything else?",
    ),
    (
        "Sugar of 6.8 in pregnancy",
        "In the glucose test at 26 weeks my values were 5.0, 10.2 and 8.9. The clinic called it gestational diabetes. "
        "I eat healthy and am not overweight. My morning values at home are 4.8 to 5.2. Do I really need insulin?",
    ),
    (
        "I want to stop my antidepressant",
        "I have taken citalopram 20 mg for three years and feel well. Last time I stopped within a week and had "
        "electric shocks in my head and cried for days. How slowly should I do it this time, and what is a sign that "
        "the depression comes back?",
    ),
    (
        "I do not want to wake up any more",
        "Since my husband died in March I do not see why I should go on. I do not eat. I have counted my tablets. My "
        "daughter calls every day and I tell her that I am fine. I do not know whom to tell, so I tell you.",
    ),
    (
        "Ear blocked after flying",
        "Since my flight ten days ago my right ear is blocked and crackles when I swallow. No pain, no fever, but I "
        "hear less. Nose spray did nothing. How long does that take and may I fly home on Saturday?",
    ),
    (
        "Wife snores and stops breathing",
        "My wife is 52 and snores loudly. At night she stops breathing for perhaps fifteen seconds, then gasps. In "
        "the daytime she falls asleep in front of the television. She says that everybody snores. What would "
        "convince her, and which doctor tests that?",
    ),
    (
        "Acne at 35",
        "I never had acne as a teenager and now, at 35, deep painful spots on chin and jaw come before my period. I "
        "have some hair on the chin too. Creams from the shop with benzoyl peroxide dry my skin out. Could it be "
        "hormones and which tests make sense?",
    ),
    (
        "Vitamin D 14 ng/ml, how much should I take?",
        "My vitamin D is 14 ng/ml. The pharmacy sells capsules with 20,000 units a week, and on the internet people "
        "recommend 10,000 a day. I am 58, had a kidney stone once. How much, how long, and when should it be tested "
        "again?",
    ),
    (
        "Contact lenses and a red eye",
        "I slept in my contact lenses on Saturday and since Sunday my left eye is red, hurts, and light hurts too. I "
        "see a bit blurred with it. The pharmacist sold me drops. Can I wait until Monday to see my optician?",
    ),
    (
        "Is my mother getting dementia?",
        "She is 74 and asks the same thing several times, forgot my birthday and got lost on the way to the shop "
        "where she has gone for twenty years. She gets angry when I mention it. Her thyroid was removed. How do we "
        "get her tested without frightening her?",
    ),
    (
        "Werde ich von Antibiotika müde?",
        "Ich nehme seit vier Tagen Amoxicillin wegen einer Mandelentzündung und bin so müde, dass ich den ganzen Tag "
        "schlafe. Das Fieber ist weg. Ist das eine Nebenwirkung oder noch die Krankheit, und wie lange darf ich "
        "nicht Sport machen?",
    ),
    (
        "Questions about my list of medicines",
        "Amlodipine 5 mg morning. Atorvastatin 20 mg evening. Metformin 1000 mg morning, 1000 mg evening. "
        "Bisoprolol 2.5 mg morning. Aspirin 75 mg morning. Vitamin B12 monthly. Since the last one was added I get "
        "dizzy when I stand up. My pressure is 105/60, 110/65, 98/60, 112/70. Which of these is it?",
    ),
    (
        "Work, shift, sleep",
        "I work nights in a warehouse, four on, two off. I cannot sleep more than four hours in the daytime. Our "
        "company offers a service where you can get sleeping pills, and a colleague recommends melatonin. What helps "
        "really, and is it bad for the heart to work like this for years?",
    ),
]
