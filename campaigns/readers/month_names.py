"""Month names in the interface languages that exports are written in, folded to plain lower-case letters."""

import unicodedata
from collections.abc import Mapping
from typing import Final

_LANGUAGES: Final[Mapping[str, str]] = {
    "English": "january february march april may june july august september october november december",
    "Spanish": "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
    "German": "januar februar märz april mai juni juli august september oktober november dezember",
    "French": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "Portuguese": "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro",
    "Italian": "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre",
    "Dutch": "januari februari maart april mei juni juli augustus september oktober november december",
    "Polish": "stycznia lutego marca kwietnia maja czerwca lipca sierpnia września października listopada grudnia",
    "Turkish": "ocak şubat mart nisan mayıs haziran temmuz ağustos eylül ekim kasım aralık",
    "Indonesian": "januari februari maret april mei juni juli agustus september oktober november desember",
    "Swedish": "januari februari mars april maj juni juli augusti september oktober november december",
    "Russian": "января февраля марта апреля мая июня июля августа сентября октября ноября декабря",
    "Arabic": "يناير فبراير مارس أبريل مايو يونيو يوليو أغسطس سبتمبر أكتوبر نوفمبر ديسمبر",
}
_ABBREVIATIONS: Final[Mapping[str, str]] = {
    "English": "jan feb mar apr may jun jul aug sep oct nov dec",
    "English, longer": "jan feb mar apr may jun jul aug sept oct nov dec",
    "Spanish": "ene feb mar abr may jun jul ago sept oct nov dic",
    "Spanish, shorter": "ene feb mar abr may jun jul ago set oct nov dic",
    "German": "jan feb mär apr mai jun jul aug sep okt nov dez",
    "German, longer": "jän feber mrz apr mai juni juli aug sept okt nov dez",
    "French": "janv févr mars avr mai juin juil août sept oct nov déc",
    "Portuguese": "jan fev mar abr mai jun jul ago set out nov dez",
    "Italian": "gen feb mar apr mag giu lug ago set ott nov dic",
    "Dutch": "jan feb mrt apr mei jun jul aug sep okt nov dec",
    "Polish": "sty lut mar kwi maj cze lip sie wrz paź lis gru",
    "Turkish": "oca şub mar nis may haz tem ağu eyl eki kas ara",
    "Indonesian": "jan feb mar apr mei jun jul agt sep okt nov des",
    "Russian": "янв февр мар апр мая июн июл авг сент окт нояб дек",
}


def fold(text: str) -> str:
    """Return `text` in lower case without accents and full-width forms."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(char for char in decomposed if not unicodedata.combining(char))


def _months() -> dict[str, int]:
    months: dict[str, int] = {}
    for names in (*_LANGUAGES.values(), *_ABBREVIATIONS.values()):
        for number, name in enumerate(names.split(), start=1):
            if months.setdefault(fold(name), number) != number:
                message = f"{name} means two different months"
                raise AssertionError(message)
    return months


MONTHS: Final[Mapping[str, int]] = _months()
"""Month number by folded name or abbreviation, over all languages; no name means two months."""
