"""Categories that contents usually have: a vocabulary to begin with; an agency may use any words of its own."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Category:
    """A category with its names, by language; `contents` counts those that have it."""

    key: str
    names: dict[str, str]
    standard: bool
    contents: int = 0


STANDARD = {
    "behind_the_scenes": {"en": "Behind the scenes", "zh-Hans": "幕后花絮"},
    "educational": {"en": "Educational", "zh-Hans": "知识科普"},
    "entertaining": {"en": "Entertaining", "zh-Hans": "娱乐"},
    "event": {"en": "Event", "zh-Hans": "活动"},
    "product_demo": {"en": "Product demo", "zh-Hans": "产品演示"},
    "promotional": {"en": "Promotional", "zh-Hans": "促销推广"},
    "service": {"en": "Service", "zh-Hans": "客户服务"},
    "testimonial": {"en": "Testimonial", "zh-Hans": "用户口碑"},
    "ugc": {"en": "User-generated content", "zh-Hans": "用户原创"},
}


def vocabulary(used: dict[str, int]) -> list[Category]:
    """Give the standard categories and those in use, with the number of contents of each."""
    standard = [Category(key, names, standard=True, contents=used.get(key, 0)) for key, names in STANDARD.items()]
    own = [Category(key, {}, standard=False, contents=count) for key, count in used.items() if key not in STANDARD]
    return standard + own
