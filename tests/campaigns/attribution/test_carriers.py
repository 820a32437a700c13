"""What survives where: reviewed definitions that cover every network and every kind of code."""

import pytest

from campaigns.attribution.carriers import carriers, instead_of_links, load_carriers, loses_links
from campaigns.attribution.codes import CodeKind
from campaigns.definitions import DefinitionsError
from clients.networks import Network


def test_every_kind_of_code_has_its_carrier_and_every_network_its_places():
    assert {carrier.code_kind for carrier in carriers().values()} == {None, *CodeKind}
    for network in Network:
        assert carriers()["utm_link"].on(network, None)


def test_xiaohongshu_loses_links_and_articles_of_wechat_carry_them():
    assert loses_links("xiaohongshu", "standard")
    assert instead_of_links("xiaohongshu", "standard") == ["coupon", "dm_keyword"]
    assert not loses_links("wechat", "official_account")


def test_all_mistakes_of_all_files_are_told_at_once(tmp_path):
    (tmp_path / "one.yaml").write_text("key: two\nnames: {en: One}\nsurvival: []\ncolour: red\n")
    (tmp_path / "broken.yaml").write_text("- a\n")
    with pytest.raises(DefinitionsError) as refused:
        load_carriers(tmp_path)
    told = str(refused.value)
    for mistake in (
        "broken.yaml: (file)",
        "one.yaml: colour: no such field",
        "one.yaml: key: expected one",
        "one.yaml: names: no name in zh-Hans",
        "one.yaml: survival: expected a list of places",
        "one.yaml: source: missing",
    ):
        assert mistake in told
