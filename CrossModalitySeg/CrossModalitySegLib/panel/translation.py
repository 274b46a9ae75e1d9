"""Sentences that were made in English, by the worker or by whatever knows no Qt, in the language of the application.

They come as they are read: "chest.nrrd does not exist. Check the name, or choose another file." The catalog holds
what stood in the source, "{1} does not exist."; what is put in is found, and put into the translation.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as ElementTree
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache

from slicer.i18n import tr as _
from slicer.i18n import translate

from .language import catalog

CONTEXT = "CrossModalitySeg.messages"
_PLACEHOLDER = re.compile(r"\{(\d+)\}")
_PIECES = re.compile(r"(?<=[.!?:]) (?=\S)")
_IN_BRACKETS = re.compile(r"(.+?) \((.+)\)", re.DOTALL)
_LIST = re.compile(r", | and ")
_WIDE_SIGNS = tuple("。！？：；，")
"""After these no space follows, as in Chinese."""


@dataclass(frozen=True)
class Template:
    """A text of the source with placeholders; ``weight`` is how many letters of a text that it fits are its own."""

    source: str
    pattern: re.Pattern[str]
    longest: str
    weight: int

    @classmethod
    def of(cls, source: str) -> Template:
        """The template of a text of the catalog.

        Args:
            source: Text in English; what is put in stands as {1}, {2}, ..., and the same number twice for the same
                text.

        Returns:
            The template; its ``longest`` piece between placeholders must be in every text that fits it.
        """
        pieces = _PLACEHOLDER.split(source)
        words, names = pieces[::2], pieces[1::2]
        parts = [re.escape(words[0])]
        for number, (name, word) in enumerate(zip(names, words[1:], strict=True)):
            parts += [f"(?P=_{name})" if name in names[:number] else f"(?P<_{name}>.*?)", re.escape(word)]
        return cls(source, re.compile("".join(parts), re.DOTALL), max(words, key=len), len("".join(words)))


class SentenceTranslator:
    """Puts texts into another language. ``sources`` are the texts of the source, ``translate`` gives their translation,
    ``comma`` stands between the items of a list.

    >>> german = SentenceTranslator(["{1} does not exist."], {"{1} does not exist.": "{1} fehlt."}.get)
    >>> german.translate("a.nrrd does not exist.")
    'a.nrrd fehlt.'
    """

    def __init__(self, sources: Iterable[str], translate: Callable[[str], str], comma: str = ", ") -> None:
        self._translate, self._comma = translate, comma
        sources = list(sources)
        self._plain = {source for source in sources if not _PLACEHOLDER.search(source)}
        templates = [Template.of(source) for source in sources if source not in self._plain]
        self._templates = sorted(templates, key=lambda template: -template.weight)

    def translate(self, text: str) -> str:
        """``text`` in the other language; what the catalog does not hold stays as it is."""
        return "\n".join(self._line(line) for line in text.split("\n"))

    def _line(self, line: str) -> str:
        """The sentences of a line, cut so that as many letters as can be belong to sentences that are known: what is
        put in may look like the end of a sentence.
        """
        pieces = _PIECES.split(line)
        best: list[tuple[int, list[str]]] = [(0, [])]
        for end in range(1, len(pieces) + 1):
            options = []
            for start in range(end):
                weight, translated = self._whole(" ".join(pieces[start:end]))
                if translated is None and start == end - 1:
                    translated = pieces[start]
                if translated is not None:
                    options.append((best[start][0] + weight, [*best[start][1], translated]))
            best.append(max(options, key=lambda option: option[0]))
        translated = ""
        for piece in best[-1][1]:
            translated += piece if not translated or translated.endswith(_WIDE_SIGNS) else f" {piece}"
        return translated

    def _whole(self, text: str) -> tuple[int, str | None]:
        """How many letters of ``text`` are those of the template that it fits, and what it is then; None if it fits
        none.
        """
        if text in self._plain:
            return len(text), self._translate(text)
        for template in self._templates:
            if template.longest in text and (found := template.pattern.fullmatch(text)):
                return template.weight, self._filled(self._translate(template.source), found.groupdict())
        return 0, None

    def _filled(self, translation: str, values: Mapping[str, str]) -> str:
        return _PLACEHOLDER.sub(lambda number: self._value(values.get(f"_{number[1]}", number[0])), translation)

    def _value(self, value: str) -> str:
        """What is put in: names and numbers, but also words, lists of them, "Left atrium (LA)", or sentences."""
        items = [self._whole(item)[1] for item in _LIST.split(value)]
        if len(items) > 1 and all(item is not None for item in items):
            return self._comma.join(filter(None, items))
        weight, whole = self._whole(value)
        parts = found.groups() if (found := _IN_BRACKETS.fullmatch(value)) else ()
        if 0 < sum(self._whole(part)[0] for part in parts) >= weight:
            return "{} ({})".format(*map(self._value, parts))
        if whole is not None:
            return whole
        return self._line(value) if _PIECES.search(value) else value


@lru_cache(maxsize=1024)
def translated(text: str) -> str:
    """``text`` in the language of the application; as it is where that is English, or the text is not known."""
    translator = _translator()
    return translator.translate(text) if translator is not None and text else text


@cache
def _translator() -> SentenceTranslator | None:
    """Read when it is first needed: the language of the application does not change while that runs."""
    path = catalog()
    if path is None:
        return None
    contexts = ElementTree.parse(path).getroot().iter("context")
    sources = [
        message.findtext("source", "")
        for context in contexts
        if context.findtext("name") == CONTEXT
        for message in context.iter("message")
    ]
    return SentenceTranslator(sources, lambda source: translate(CONTEXT, source), _(", "))
