"""The demo's two agencies: six brands over five networks, a seventh without any data, and two brands elsewhere."""

from decimal import Decimal

from clients.networks import AccountKind, Network
from kpis.demo.plans import AccountPlan, AdPlan, AgencyPlan, BrandPlan, CampaignPlan, PersonPlan, ShopPlan, TargetPlan
from people.roles import Role

SHANGHAI, BERLIN, SINGAPORE = "Asia/Shanghai", "Europe/Berlin", "Asia/Singapore"
OFFICIAL, CHANNELS, MINI = AccountKind.OFFICIAL_ACCOUNT, AccountKind.CHANNELS, AccountKind.MINI_PROGRAM


def _target(kpi: str, floor: str, target: str, stretch: str, *, on: Network | None = None, **more: str) -> TargetPlan:
    return TargetPlan(kpi, Decimal(floor), Decimal(target), Decimal(stretch), network=on, **more)


AURORA = BrandPlan(
    name="Aurora Coffee",
    industry="food_beverage",
    currency="EUR",
    time_zone=BERLIN,
    accounts=(
        AccountPlan(Network.TIKTOK, "auroracoffee", 48_000, 36_000, 1.6, 4),
        AccountPlan(Network.XIAOHONGSHU, "aurora.coffee", 21_000, 5_200, 1.1, 3),
    ),
    campaigns=(
        CampaignPlan(
            name="Autumn roast",
            goal="engagement",
            starts_days_ago=75,
            ends_days_ago=-14,
            budget=Decimal(18000),
            category="product",
            targets=(
                _target("er_view", "0.04", "0.06", "0.09", on=Network.TIKTOK),
                _target("save_rate", "0.010", "0.020", "0.030", on=Network.XIAOHONGSHU),
            ),
        ),
        CampaignPlan(
            name="Home barista",
            goal="awareness",
            starts_days_ago=140,
            ends_days_ago=80,
            budget=Decimal(9000),
            category="how_to",
            targets=(_target("views", "600000", "900000", "1200000", on=Network.TIKTOK),),
        ),
        CampaignPlan(
            name="Winter table",
            goal="engagement",
            starts_days_ago=-1,
            ends_days_ago=-45,
            budget=Decimal(12000),
            category="story",
            targets=(_target("er_follower", "0.030", "0.045", "0.080", on=Network.TIKTOK),),
        ),
    ),
    topics=("Pour-over for one", "Behind the roast", "Oat or whole", "Three-minute cold brew", "The grinder test"),
    creators=("Lena Vogt", "Mika Tan"),
)
BOREALIS = BrandPlan(
    name="Borealis Outdoor",
    industry="sports_and_outdoor",
    currency="CNY",
    time_zone=SHANGHAI,
    accounts=(
        AccountPlan(Network.DOUYIN, "borealis_outdoor", 132_000, 58_000, 0.5, 3),
        AccountPlan(Network.WEIBO, "BorealisOutdoor", 86_000, 31_000, 0.4, 6),
    ),
    campaigns=(
        CampaignPlan(
            name="First snow 初雪",
            goal="awareness",
            starts_days_ago=60,
            ends_days_ago=-20,
            budget=Decimal(320000),
            category="story",
            targets=(
                _target("views", "900000", "1300000", "1800000", on=Network.DOUYIN),
                _target("completion_rate", "0.20", "0.30", "0.40", on=Network.DOUYIN, basis="published"),
            ),
        ),
    ),
    topics=("零下二十度的早晨", "三层穿衣法", "徒步装备清单", "一个人的雪线", "羽绒服怎么洗"),
    creators=("阿诺", "雪线小队"),
    ads=(AdPlan(Network.WEIBO, "weibo_fst", 1_900, 21, 0.012, 0.013, 420, 3.1),),
    shop=ShopPlan(2.4, 430, "BOREALIS8"),
)
CELESTE = BrandPlan(
    name="Celeste Skincare",
    industry="health_beauty",
    currency="CNY",
    time_zone=SHANGHAI,
    accounts=(
        AccountPlan(Network.XIAOHONGSHU, "celeste.skin", 64_000, 9_400, 2.4, 5),
        AccountPlan(Network.WECHAT, "celeste-skincare", 118_000, 4_100, 1.2, 2, OFFICIAL),
        AccountPlan(Network.WECHAT, "celeste-video", 46_000, 8_300, 1.3, 2, CHANNELS),
    ),
    campaigns=(
        CampaignPlan(
            name="Barrier repair 屏障修护",
            goal="engagement",
            starts_days_ago=90,
            ends_days_ago=10,
            budget=Decimal(260000),
            category="how_to",
            targets=(
                _target("ces", "70000", "90000", "120000", on=Network.XIAOHONGSHU),
                _target("open_rate", "0.015", "0.020", "0.030", on=Network.WECHAT),
                _target("advocacy_index", "32000", "45000", "65000", on=Network.XIAOHONGSHU),
            ),
        ),
    ),
    topics=("换季泛红怎么办", "早C晚A的顺序", "成分表怎么读", "空瓶记", "敏感肌的一周"),
    creators=("沈一一", "Dr. 周"),
    ads=(
        AdPlan(Network.XIAOHONGSHU, "juguang", 3_200, 46, 0.021, 0.024, 238, 3.6, live=True),
        AdPlan(Network.WECHAT, "tencent_ads", 1_500, 33, 0.014, 0.026, 252, 2.8),
    ),
    shop=ShopPlan(3.6, 246, "CELESTE9"),
)
DUNE = BrandPlan(
    name="Dune Athletics",
    industry="retail",
    currency="USD",
    time_zone=SINGAPORE,
    accounts=(AccountPlan(Network.TIKTOK, "duneathletics", 310_000, 150_000, 0.7, 6),),
    ads=(AdPlan(Network.TIKTOK, "tiktok_ads", 420, 7.8, 0.011, 0.028, 64, 4.9, live=True),),
    campaigns=(
        CampaignPlan(
            name="Run season sale",
            goal="conversion",
            starts_days_ago=45,
            ends_days_ago=-15,
            budget=Decimal(40000),
            category="product",
            targets=(
                _target("roas", "2.0", "3.0", "4.0"),
                _target("cpa", "30", "22", "18", direction="lower"),
            ),
        ),
    ),
    topics=("Five k in the heat", "Sole test", "Stretch with Amir", "Track night", "What coaches pack"),
    creators=("Amir Haddad", "Jo Reyes"),
    shop=ShopPlan(6.8, 62, "DUNE10"),
)
EMBER = BrandPlan(
    name="Ember Kitchen",
    industry="home_appliances",
    currency="CNY",
    time_zone=SHANGHAI,
    accounts=(
        AccountPlan(Network.DOUYIN, "ember_kitchen", 54_000, 24_000, 1.9, 5),
        AccountPlan(Network.WECHAT, "ember-kitchen", 36_000, 2_300, 0.6, 1, OFFICIAL),
        AccountPlan(Network.WECHAT, "ember-shop", 24_000, 0, 1.0, 0, MINI),
    ),
    ads=(AdPlan(Network.DOUYIN, "qianchuan", 2_600, 38, 0.016, 0.034, 289, live=True),),
    campaigns=(
        CampaignPlan(
            name="Double Eleven 双十一",
            goal="conversion",
            starts_days_ago=50,
            ends_days_ago=5,
            budget=Decimal(480000),
            category="product",
            targets=(
                _target("roas", "1.5", "2.5", "3.5"),
                _target("cvr_click", "0.02", "0.03", "0.05"),
                _target("live_gpm", "900", "1400", "2000", on=Network.DOUYIN),
                _target("tracked_new_customer_share", "0.30", "0.40", "0.50"),
            ),
        ),
    ),
    topics=("十分钟晚饭", "空气炸锅避坑", "一人食", "厨房收纳", "周末烘焙"),
    creators=("老饭骨", "小灶"),
    shop=ShopPlan(3.2, 296, "EMBER11"),
)
FJORD = BrandPlan(
    name="Fjord Travel",
    industry="travel",
    currency="CNY",
    time_zone=SHANGHAI,
    accounts=(
        AccountPlan(Network.WEIBO, "FjordTravel", 204_000, 52_000, 1.5, 8),
        AccountPlan(Network.XIAOHONGSHU, "fjord.travel", 17_500, 6_800, 0.5, 3),
        AccountPlan(Network.WECHAT, "fjord-travel", 52_000, 2_900, 1.6, 2, OFFICIAL),
    ),
    campaigns=(
        CampaignPlan(
            name="Northern lights 追光",
            goal="loyalty",
            starts_days_ago=110,
            ends_days_ago=25,
            budget=Decimal(150000),
            category="story",
            targets=(
                _target("net_growth", "1500", "3000", "5000", on=Network.WECHAT),
                _target("frt_min", "45", "25", "15", on=Network.WEIBO, direction="lower"),
                _target("brand_mentions", "8000", "12000", "18000", on=Network.WEIBO),
            ),
        ),
    ),
    topics=("追光第三夜", "峡湾慢船", "一人一车一条公路", "签证清单", "冬天的卑尔根"),
    creators=("远行的陈", "Solveig"),
)
GLIMMER = BrandPlan(name="Glimmer Jewellery", industry="luxury", currency="CNY", time_zone=SHANGHAI)

NORTH = AgencyPlan(
    slug="north",
    name="North Social",
    profile={"currency": "CNY", "time_zone": SHANGHAI, "language": "en"},
    people=(
        PersonPlan("alice", Role.OWNER),
        PersonPlan("adam", Role.ADMIN),
        PersonPlan("bob", Role.ACCOUNT_MANAGER, (AURORA.name, BOREALIS.name, CELESTE.name, DUNE.name)),
        PersonPlan("carol", Role.ANALYST, (AURORA.name, CELESTE.name, EMBER.name, FJORD.name)),
        PersonPlan("dora", Role.CLIENT, (AURORA.name,)),
    ),
    brands=(AURORA, BOREALIS, CELESTE, DUNE, EMBER, FJORD, GLIMMER),
)

HARBOR = BrandPlan(
    name="Harbor Books",
    industry="retail",
    currency="EUR",
    time_zone=BERLIN,
    accounts=(
        AccountPlan(Network.TIKTOK, "harborbooks", 9_200, 8_400, 2.0, 3),
        AccountPlan(Network.WEIBO, "HarborBooks", 14_000, 6_000, 0.9, 3),
    ),
    campaigns=(
        CampaignPlan(
            name="Long nights, long reads",
            goal="engagement",
            starts_days_ago=40,
            ends_days_ago=-30,
            budget=Decimal(6000),
            category="story",
            targets=(_target("er_view", "0.05", "0.08", "0.11", on=Network.TIKTOK),),
        ),
    ),
    topics=("Shelf talk", "First lines", "The night shift", "Blind date with a book"),
    creators=("Ines Roth",),
)
ISLA = BrandPlan(
    name="Isla Swim",
    industry="fashion",
    currency="EUR",
    time_zone=BERLIN,
    accounts=(AccountPlan(Network.TIKTOK, "islaswim", 71_000, 22_000, 0.4, 4),),
    topics=("Cold water", "Made from nets", "Fit check", "Lane four"),
    creators=("Noa Lund",),
)
SOUTH = AgencyPlan(
    slug="south",
    name="South Studio",
    profile={"currency": "EUR", "time_zone": BERLIN, "language": "en"},
    people=(PersonPlan("erin", Role.OWNER), PersonPlan("sam", Role.ACCOUNT_MANAGER, (HARBOR.name, ISLA.name))),
    brands=(HARBOR, ISLA),
)
