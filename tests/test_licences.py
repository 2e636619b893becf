"""The page of licences: each package that is installed with slt is on it, under its licence."""

import re
from collections.abc import Iterable
from importlib import metadata
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

PAGE = (Path(__file__).parents[1] / "docs" / "licences.md").read_text(encoding="utf-8")
WITH_EXTRA = {
    "": "## With every installation\n",
    "holidays": "## With the extra `holidays`\n",
    "postgres": "## With the extra `postgres`\n",
}
WHERE = [
    {"python_version": version, "python_full_version": f"{version}.0", "sys_platform": system}
    | {"platform_system": name}
    for version in ("3.11", "3.12", "3.13")
    for system, name in (("linux", "Linux"), ("darwin", "Darwin"))
]
"""Where slt is installed: a package that is needed in one of these is on the page."""
NAMED_OTHERWISE = {
    "click-default-group": "Redistribution and use in source and binary forms",
}
"""Packages whose metadata names another licence than their file of the licence does."""
FAMILIES = {
    "Apache": r"Apache",
    "BSD": r"BSD",
    "GPL": r"(?<![L])GPL|(?<!Lesser )General Public",
    "ISC": r"ISC",
    "LGPL": r"LGPL|Lesser General Public",
    "MIT": r"MIT\b",
    "MPL": r"MPL|Mozilla",
    "PSF": r"PSF|Python Software Foundation",
    "public domain": r"(?i:public domain|unlicense|CC0)",
}
"""What a licence is called: metadata has an SPDX expression, a classifier or free words."""


def rows(extra: str) -> dict[str, str]:
    """Return the licence of each package in the table of an extra, or of every installation."""
    table = PAGE.split(WITH_EXTRA[extra])[1].split("\n## ")[0]
    return dict(re.findall(r"^\| ([a-z0-9-]+) \| ([^|]+) \|", table, re.MULTILINE)[1:])


def installed(package: str) -> bool:
    """Return whether a package is installed here."""
    return any(metadata.distributions(name=package))


def asked_by(package: str, extra: str) -> set[tuple[str, str]]:
    """Return what a package asks for with an extra, in any place, and each extra it asks of that.

    Nothing is known of what is not installed here.
    """
    texts = metadata.requires(package) or () if installed(package) else ()
    asked = [
        requirement
        for requirement in map(Requirement, texts)
        if requirement.marker is None
        or any(requirement.marker.evaluate(where | {"extra": extra}) for where in WHERE)
    ]
    return {(canonicalize_name(each.name), name) for each in asked for name in ("", *each.extras)}


def needed(*extras: str) -> set[str]:
    """Return every package that slt with some extras needs, and what those need in turn."""
    seen: set[tuple[str, str]] = set()
    found = {("slt-cli", extra) for extra in ("", *extras)}
    while found - seen:
        asking = (found - seen).pop()
        seen.add(asking)
        found |= asked_by(*asking)
    return {package for package, _ in found} - {"slt-cli"}


def families(texts: Iterable[str]) -> set[str]:
    """Return the families of licences that texts name."""
    return {
        family for text in texts for family, words in FAMILIES.items() if re.search(words, text)
    }


def stated(package: str) -> list[str]:
    """Return what the metadata of a package says of its licence, the most exact of it."""
    about = metadata.metadata(package)
    if expression := about.get_all("License-Expression"):
        return expression
    classifiers = [text for text in about.get_all("Classifier", []) if text.startswith("License")]
    return classifiers or about.get_all("License", [])


LISTED = {name: licence for extra in WITH_EXTRA for name, licence in rows(extra).items()}


def test_every_package_that_comes_with_slt_is_listed():
    assert needed() == set(rows(""))
    assert needed("holidays") - needed() == set(rows("holidays"))
    assert needed("postgres") - needed() == set(rows("postgres"))
    assert {name for name in LISTED if not installed(name)} <= {"typing-extensions"}


@pytest.mark.parametrize("package", [name for name in LISTED if installed(name)])
def test_the_licence_is_the_one_that_is_stated(package: str):
    if package in NAMED_OTHERWISE:
        files = [file for file in metadata.files(package) or () if file.name == "LICENSE"]
        assert [NAMED_OTHERWISE[package] in file.read_text() for file in files] == [True]
        assert families(stated(package)) != families([LISTED[package]]), "no longer an exception"
    else:
        assert families(stated(package)) == families([LISTED[package]])
        assert families(stated(package)), "a licence that has no family"


@pytest.mark.parametrize(
    ("text", "family"),
    [
        ("License :: OSI Approved :: MIT License", {"MIT"}),
        ("GNU Library or Lesser General Public License (LGPL)", {"LGPL"}),
        ("GPL-3.0-only", {"GPL"}),
        ("License :: OSI Approved :: GNU General Public License v3 (GPLv3)", {"GPL"}),
        ("Apache-2.0 OR BSD-3-Clause", {"Apache", "BSD"}),
        ("License :: Public Domain", {"public domain"}),
        ("Submitted to a limited company", set()),
    ],
)
def test_licences_are_told_apart(text: str, family: set[str]):
    assert families([text]) == family
