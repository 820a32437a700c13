"""Codes that survive where links do not: their kinds, what each carrier can hold, and how new ones are made."""

import re
import secrets
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType


class CodeKind(StrEnum):
    """What carries a code."""

    COUPON = "coupon"
    QR_SCENE = "qr_scene"
    MINI_PROGRAM_PATH = "mini_program_path"
    WECOM_CODE = "wecom_code"
    DM_KEYWORD = "dm_keyword"


@dataclass(frozen=True, slots=True)
class CodeLimit:
    """What a carrier can hold. `said_by_people` codes are compared whatever their case and width."""

    shortest: int
    longest: int
    pattern: re.Pattern[str]
    allowed: str  # the pattern in words
    said_by_people: bool
    made_length: int


@dataclass(frozen=True, slots=True)
class CodeFault:
    """Why a code or its page cannot be used; `field` names the one at fault."""

    field: str
    code: str
    detail: str


_LETTERS = "letters, digits, - and _"
_SCENE = re.compile(r"[A-Za-z0-9!#$&'()*+,/:;=?@\-._~]+")
_SCENE_WORDS = "letters, digits and !#$&'()*+,/:;=?@-._~"
_TOKEN = re.compile(r"[A-Za-z0-9_-]+")
_SPOKEN = re.compile(r"[\w-]+")
LIMITS: Mapping[CodeKind, CodeLimit] = MappingProxyType(
    {
        CodeKind.COUPON: CodeLimit(3, 32, _SPOKEN, _LETTERS, said_by_people=True, made_length=8),
        # scene_str of a parametric QR code of an official account: 1 to 64 characters
        CodeKind.QR_SCENE: CodeLimit(1, 64, _TOKEN, _LETTERS, said_by_people=False, made_length=10),
        # scene of getUnlimitedQRCode: at most 32 visible characters, and no %
        CodeKind.MINI_PROGRAM_PATH: CodeLimit(1, 32, _SCENE, _SCENE_WORDS, said_by_people=False, made_length=10),
        # state of a contact way (联系我): at most 30 characters
        CodeKind.WECOM_CODE: CodeLimit(1, 30, _TOKEN, _LETTERS, said_by_people=False, made_length=10),
        CodeKind.DM_KEYWORD: CodeLimit(1, 20, _SPOKEN, _LETTERS, said_by_people=True, made_length=5),
    }
)
UNAMBIGUOUS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
"""What nobody mistakes for another when reading aloud or typing: no 0, O, 1, I or L."""

DEFAULT_PAGE = "pages/index/index"
LONGEST_PAGE = 200
_PAGE = re.compile(r"[A-Za-z0-9_-]+(/[A-Za-z0-9_-]+)*")


def made_code(kind: CodeKind) -> str:
    """Make a code that fits its carrier, at random."""
    return "".join(secrets.choice(UNAMBIGUOUS) for _ in range(LIMITS[kind].made_length))


def code_faults(kind: CodeKind, code: str, page: str) -> list[CodeFault]:
    """Give everything that is wrong with a code and, for mini programs, with the page that it opens."""
    limit, faults = LIMITS[kind], list[CodeFault]()
    if not limit.shortest <= len(code) <= limit.longest:
        detail = f"A {kind.value} has {limit.shortest} to {limit.longest} characters; this has {len(code)}."
        faults.append(CodeFault("code", "code_length", detail))
    if code and not limit.pattern.fullmatch(code):
        faults.append(CodeFault("code", "code_characters", f"A {kind.value} has {limit.allowed} alone."))
    if page and kind is not CodeKind.MINI_PROGRAM_PATH:
        faults.append(CodeFault("page", "page_of_mini_programs", "Only a mini_program_path opens a page."))
    elif page and (len(page) > LONGEST_PAGE or not _PAGE.fullmatch(page)):
        detail = f"A page is written like {DEFAULT_PAGE}: no slash before it, and no query; the code is the scene."
        faults.append(CodeFault("page", "bad_page", detail))
    return faults


def match_key(kind: CodeKind, code: str) -> str:
    """Give what two writings of one code have in common; machines compare exactly, people do not."""
    return unicodedata.normalize("NFKC", code).casefold() if LIMITS[kind].said_by_people else code


def path_of(kind: CodeKind, code: str, page: str) -> str | None:
    """Write the path that opens a mini program with the code as its scene; None for other kinds."""
    if kind is not CodeKind.MINI_PROGRAM_PATH:
        return None
    return f"{page or DEFAULT_PAGE}?scene={_query_value(code)}"


def _query_value(scene: str) -> str:
    """Encode what would end the value or the query; the mini program decodes its scene."""
    return "".join(f"%{ord(sign):02X}" if sign in "&#=?+%" else sign for sign in scene)
