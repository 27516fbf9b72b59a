from pathlib import Path

import pytest

from indexer.config import Config, find, load
from indexer.errors import ConfigError


def written(folder: Path, text: str) -> Path:
    path = folder / "metodsok.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_no_file_is_needed(tmp_path: Path) -> None:
    """Without a file every setting has its default and the folders are those of the working directory."""
    expected = Config(corpus=tmp_path / "corpus", index=tmp_path / "index", unanswered=tmp_path / "unanswered.sqlite")
    assert load(start=tmp_path) == expected


def test_the_nearest_file_upwards_is_taken(tmp_path: Path) -> None:
    """A command run deep inside the project finds the project's own settings."""
    path = written(tmp_path, "")
    deep = tmp_path / "corpus" / "documents"
    deep.mkdir(parents=True)
    assert find(deep) == path
    assert load(start=deep).corpus == tmp_path / "corpus"


def test_folders_are_relative_to_the_file(tmp_path: Path) -> None:
    """It does not matter where the command is run."""
    path = written(tmp_path, 'corpus = "material"\nindex = "/var/lib/metodsok"')
    config = load(path, start=Path("/"))
    assert (config.corpus, config.index) == (tmp_path / "material", Path("/var/lib/metodsok"))


def test_the_shipped_file_states_every_default(tmp_path: Path) -> None:
    """With its comment marks taken away the shipped file is valid and names every setting."""
    shipped = (Path(__file__).parents[2] / "metodsok.toml").read_text(encoding="utf-8")
    settings = [line[2:] for line in shipped.splitlines() if line.startswith("# ") and " = " in line]
    assert {line.split(" = ")[0] for line in settings} == set(Config.__dataclass_fields__)
    config = load(written(tmp_path, "\n".join(settings)))
    default = load(written(tmp_path, shipped))
    example = {"contact", "base_url", "base_path"}
    for name in set(Config.__dataclass_fields__) - example:
        assert getattr(config, name) == getattr(default, name), name


def test_counting_searches_without_hits_can_be_turned_off(tmp_path: Path) -> None:
    """An empty text turns off what an omitted line leaves on."""
    assert load(written(tmp_path, 'unanswered = ""')).unanswered is None
    assert load(written(tmp_path, 'unanswered = "räknat.db"')).unanswered == tmp_path / "räknat.db"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("engin = 'auto'", "inställningen engin är okänd. Menade du engine?"),
        ("xyzzy = 1", "De som finns är corpus, index"),
        ("engine = 'lucene'", "välj auto, whoosh, tantivy eller opensearch"),
        ("engine = 7", "inom citattecken"),
        ("port = '80'", "heltal"),
        ("port = true", "heltal"),
        ("port = 70000", "heltal"),
        ("corpus = ''", "tomt"),
        ("base_url = 'metoder.example.se'", "skriv hela adressen"),
        ("base_url = 'https://example.se/metodsok'", "base_path"),
        ("base_path = '/a?b'", "bara sökvägen"),
        ("contact = 'ring oss'", "mailto:"),
        ("name = ", "följer inte TOML"),
    ],
)
def test_a_fault_names_file_setting_and_remedy(tmp_path: Path, text: str, said: str) -> None:
    """What cannot be used is told in words that a consultant can act on."""
    path = written(tmp_path, text)
    with pytest.raises(ConfigError, match=r"metodsok\.toml") as raised:
        load(path)
    assert said in str(raised.value)


def test_a_file_that_is_not_there_is_an_error_when_named(tmp_path: Path) -> None:
    """--config with a wrong path does not silently give the defaults."""
    with pytest.raises(ConfigError, match="finns inte"):
        load(tmp_path / "saknas.toml")


def test_a_file_in_another_encoding_is_told(tmp_path: Path) -> None:
    """Latin-1 is a common accident; a byte order mark is none."""
    (tmp_path / "metodsok.toml").write_bytes("name = 'Sök'".encode("latin-1"))
    with pytest.raises(ConfigError, match="UTF-8"):
        load(start=tmp_path)
    (tmp_path / "metodsok.toml").write_bytes("name = 'Sök'".encode("utf-8-sig"))
    assert load(start=tmp_path).name == "Sök"


@pytest.mark.parametrize("written_as", ["metodsok", "/metodsok", "/metodsok/"])
def test_a_base_path_has_one_slash_in_front(tmp_path: Path, written_as: str) -> None:
    """However it is written, links can be made by joining."""
    assert load(written(tmp_path, f"base_path = '{written_as}'")).base_path == "/metodsok"


def test_empty_addresses_are_none(tmp_path: Path) -> None:
    """An emptied setting means that there is none."""
    config = load(written(tmp_path, "contact = ''\nbase_url = ''\nbase_path = '/'"))
    assert (config.contact, config.base_url, config.base_path) == (None, None, "")
