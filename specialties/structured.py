"""Structured data for search engines (schema.org, as JSON-LD), made of what the page itself shows."""

import json

from django.conf import settings
from django.urls import reverse
from django.utils.safestring import mark_safe

from accounts.languages import unprefixed
from specialties.models import DoctorStatus
from specialties.templatetags.doctors import not_verified

# A data block ends at the first "</script"; these can't occur in it, and JSON reads them back alike.
_ESCAPES = {
    ord("<"): "\\u003C",
    ord(">"): "\\u003E",
    ord("&"): "\\u0026",
    0x2028: "\\u2028",
    0x2029: "\\u2029",
}


def script(*things):
    """`things` (dicts of schema.org) as one <script> data block. The CSP leaves it alone: it isn't run."""
    graph = {"@context": "https://schema.org", "@graph": list(things)}
    data = json.dumps(graph, ensure_ascii=False).translate(_ESCAPES)
    return mark_safe(f'<script type="application/ld+json">{data}</script>')


def absolute(path):
    """`path` as a whole address on this site, in the default language: what it names is one thing in all of them."""
    return f"{settings.SITE_URL}{unprefixed(path)}"


def breadcrumb(items):
    """The breadcrumb of a page; `items` as the template takes them, the last without an address."""
    return {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {
                "@type": "ListItem",
                "position": number,
                "name": str(label),
                **({"item": absolute(url)} if url else {}),
            }
            for number, (label, url) in enumerate(items, 1)
        ],
    }


def website():
    """The site itself, and how its search is asked."""
    return {
        "@type": "WebSite",
        "name": settings.SITE_NAME,
        "url": absolute("/"),
        "potentialAction": {
            "@type": "SearchAction",
            "target": {
                "@type": "EntryPoint",
                "urlTemplate": f"{absolute(reverse('search'))}?q={{search_term_string}}",
            },
            "query-input": "required name=search_term_string",
        },
    }


def organization():
    """Who stands behind a review that no doctor signs by name."""
    return {"@type": "Organization", "name": settings.SITE_NAME, "url": absolute("/")}


def person(doctor):
    """A doctor as a reader sees them; of who may not answer today it says so, as the page does."""
    note = not_verified(doctor)
    return {
        "@type": "Person",
        "name": doctor.name,
        "url": absolute(doctor.get_absolute_url()),
        **({"description": str(note)} if note else {}),
    }


def profile_page(doctor):
    """A doctor's profile; the credential only while it is one."""
    about = person(doctor)
    if doctor.portrait:
        about["image"] = absolute(doctor.portrait.url)
    if doctor.badge == DoctorStatus.VERIFIED:
        about |= _practice(doctor)
    return {"@type": "ProfilePage", "url": absolute(doctor.get_absolute_url()), "mainEntity": about}


def _practice(doctor):
    """What a verified doctor does, and where the licence can be checked."""
    specialties = [specialty.name for specialty in doctor.specialties.all()]
    optional = {
        "jobTitle": doctor.title,
        "honorificSuffix": doctor.degree,
        "knowsAbout": specialties,
        "knowsLanguage": doctor.languages,
    }
    register = {"@type": "Organization", "name": doctor.register_name}
    credential = {
        "@type": "EducationalOccupationalCredential",
        "credentialCategory": "license",
        "recognizedBy": register,
        "identifier": doctor.register_number,
        **({"url": doctor.register_url} if doctor.register_url else {}),
    }
    return {**{name: value for name, value in optional.items() if value}, "hasCredential": credential}


def subject(specialty):
    """What a page is about: a topic is a condition, what stands above it a specialty."""
    return {
        "@type": "MedicalCondition" if specialty.parent_id else "MedicalSpecialty",
        "name": specialty.name,
    }


def topic_page(specialty, *, url):
    """A topic's page: what it is about, and who reviewed its introduction when."""
    about = subject(specialty)
    if specialty.synonyms:
        about["alternateName"] = specialty.synonyms
    page = {
        "@type": "MedicalWebPage",
        "name": specialty.name,
        "url": absolute(url),
        "inLanguage": settings.LANGUAGE_CODE,
        "about": about,
    }
    if specialty.reviewed_on:
        page |= {
            "lastReviewed": specialty.reviewed_on.isoformat(),
            "reviewedBy": person(specialty.reviewed_by),
        }
    return page
