"""Draws what a network would have counted for an account: its posts, how they age, and its days.

Pure and seeded: the same plan gives the same numbers, counted back from the last day.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random

from clients.networks import Network
from kpis.demo.care import care_days
from kpis.demo.habits import Habits, habits_of
from kpis.demo.plans import AccountPlan, BrandPlan
from kpis.demo.watching import watched

DAYS = 150  # at least 120, and the whole of the last month whatever day it is
BEFORE = 45  # posts of these days before still collect views on the first day
CHURN = 0.0003  # of the followers, a day
STEADY_NOISE, POST_NOISE = 0.12, 0.55
LEFT_TO_TAG, EVERY_NTH_LEFT = 12, 3  # days: of the contents of these last ones, every third waits to be tagged
VIDEO_PLAYS = 0.4  # of the reads of a post with a video, where the network counts reads


@dataclass(frozen=True, slots=True)
class Post:
    """One content: `lifetime` is what each metric comes to in the end; the shares are of its plays."""

    number: int
    moment: datetime
    title: str
    category: str
    hook: str
    sound: str
    format: str
    duration_s: int
    half_life: float
    lifetime: Mapping[str, int]
    completion: float
    cover_ctr: float
    boosted: bool

    def total(self, metric: str, day: date) -> int:
        """Give the total at the end of a day."""
        age = (day - self.moment.date()).days + 1
        if age <= 0:
            return 0
        return round(self.lifetime.get(metric, 0) * (1 - 0.5 ** (age / self.half_life)))


@dataclass(frozen=True, slots=True)
class Story:
    """An account's posts, oldest first, and its days: what its contents brought on each, and what `care` did."""

    plan: AccountPlan
    posts: tuple[Post, ...]
    days: Mapping[date, Mapping[str, int]]
    care: Mapping[date, Mapping[str, float]]

    def followers_on(self, day: date) -> int:
        """Give the followers at the end of a day, or at the beginning of the story."""
        return self.days[max(day, min(self.days))]["followers"]

    def waits_to_be_tagged(self, post: Post) -> bool:
        """Say whether nobody has tagged a post yet."""
        return (max(self.days) - post.moment.date()).days < LEFT_TO_TAG and post.number % EVERY_NTH_LEFT == 0

    def captures(self) -> list[date]:
        """Give the mornings on which somebody exported the list of contents: weekly, and after the last day."""
        last = max(self.days) + timedelta(days=1)
        return [last - timedelta(weeks=weeks) for weeks in reversed(range(DAYS // 7))]


def tell_story(agency: str, brand: BrandPlan, plan: AccountPlan, *, last_day: date) -> Story:
    """Draw the story of one account up to and including `last_day`."""
    seed = f"{agency}/{plan.network}/{plan.handle}"
    rng = Random(seed)  # noqa: S311 - made-up numbers, no secret
    habits = habits_of(plan.network, plan.kind)
    first_day = last_day - timedelta(days=DAYS - 1)
    posts = tuple(_posts(rng, brand, plan, first_day - timedelta(days=BEFORE), last_day))
    days = _days(rng, plan, habits, posts, first_day)
    return Story(plan, posts, days, care_days(Random(f"{seed}/care"), plan, days))  # noqa: S311 - no secret either


def _posts(rng: Random, brand: BrandPlan, plan: AccountPlan, first_day: date, last_day: date) -> Iterator[Post]:
    number = 0
    for offset in range((last_day - first_day).days + 1):
        day = first_day + timedelta(days=offset)
        for _ in range(_how_many(rng, plan.posts_a_week / 7)):
            number += 1
            moment = datetime.combine(day, time(rng.randrange(8, 22), rng.randrange(60), rng.randrange(60)))
            yield _post(rng, brand, plan, number, moment)


def _how_many(rng: Random, mean: float) -> int:
    return int(mean) + (rng.random() < mean % 1)


def _post(rng: Random, brand: BrandPlan, plan: AccountPlan, number: int, moment: datetime) -> Post:
    habits = habits_of(plan.network, plan.kind)
    boosted = rng.random() < 0.08  # noqa: PLR2004 - one in twelve gets paid reach
    base = int(plan.views * rng.lognormvariate(-0.15, POST_NOISE) * (2.5 if boosted else 1))
    liking = rng.lognormvariate(-0.03, 0.25) * plan.response
    lifetime = {habits.base: base}
    lifetime |= {name: int(base * rate * liking * _near(rng)) for name, rate in habits.rates.items()}
    lifetime |= {name: _share(base, rate * _near(rng), at_most_all=rate < 1) for name, rate in habits.fixed.items()}
    title, category = f"{rng.choice(brand.topics)} #{number}", rng.choice(brand.categories)
    form, duration_s = rng.choice(habits.formats), rng.randrange(11, 58)
    completion = min(0.85, (0.20 + 0.11 * plan.response) * _near(rng))
    return Post(
        number=number,
        moment=moment,
        title=title,
        category=_category(number, category),
        hook=brand.hooks[number % len(brand.hooks)],
        sound=brand.sounds[number % len(brand.sounds)],
        format=form,
        duration_s=duration_s,
        half_life=habits.half_life,
        lifetime=lifetime | _seen(habits.base, base, form, completion, duration_s),
        completion=completion,
        cover_ctr=min(0.40, 0.10 * (0.7 + 0.3 * plan.response) * _near(rng)),
        boosted=boosted,
    )


def _share(base: int, rate: float, *, at_most_all: bool) -> int:
    return min(base, int(base * rate)) if at_most_all else int(base * rate)


def _category(number: int, usual: str) -> str:
    """Give every brand some contents that teach and some that sell, beside its own categories."""
    if number % 9 == 4:  # noqa: PLR2004 - one in nine
        return "educational"
    return "promotional" if number % 11 == 6 else usual  # noqa: PLR2004 - one in eleven


def _seen(base: str, seen: int, form: str, completion: float, duration_s: int) -> dict[str, int]:
    """Give how far people watch a video, or read an article to its end."""
    if base == "views":
        return dict(watched(seen, completion, duration_s))
    if form == "article":
        return {"completions": int(seen * completion), "watch_time_s": int(seen * duration_s * 1.6)}
    plays = int(seen * VIDEO_PLAYS) if form == "video" else 0
    return {"views": plays, **watched(plays, completion, duration_s)}


def _days(
    rng: Random, plan: AccountPlan, habits: Habits, posts: tuple[Post, ...], first_day: date
) -> dict[date, Mapping[str, int]]:
    followers = plan.followers
    days: dict[date, Mapping[str, int]] = {}
    for offset in range(DAYS):
        day = first_day + timedelta(days=offset)
        values = _counted(posts, (habits.base, *habits.rates, *habits.fixed), day)
        won = int(values[habits.base] * habits.follow_rate * _near(rng))
        lost = int(followers * CHURN * _near(rng))
        followers += won - lost
        values |= {"follows_new": won, "follows_lost": lost, "follows_net": won - lost, "followers": followers}
        values |= _daily_audience(rng, plan.network, values, posts, day)
        days[day] = values
    return days


def _counted(posts: tuple[Post, ...], metrics: tuple[str, ...], day: date) -> dict[str, int]:
    before = day - timedelta(days=1)
    # A content older than this has nothing left to count.
    live = [post for post in posts if 0 <= (day - post.moment.date()).days <= BEFORE]
    return {metric: sum(post.total(metric, day) - post.total(metric, before) for post in live) for metric in metrics}


def _daily_audience(
    rng: Random, network: Network, values: Mapping[str, int], posts: tuple[Post, ...], day: date
) -> dict[str, int]:
    if network is Network.TIKTOK:
        viewers = int(values["views"] * 0.74 * _near(rng, 0.05))
        new = int(viewers * 0.63 * _near(rng, 0.05))
        return {"viewers": viewers, "viewers_new": new, "viewers_returning": viewers - new}
    if network is Network.WECHAT:
        pushes = sum(post.moment.date() == day for post in posts)
        return {"delivered": int(values["followers"] * 0.97) * pushes}
    return {}


def _near(rng: Random, spread: float = STEADY_NOISE) -> float:
    return rng.lognormvariate(0, spread)
