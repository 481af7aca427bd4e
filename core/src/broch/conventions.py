"""How data sets are read, as the configuration says: dictionaries, and the character set of those that name none."""

from broch.config import Configuration
from broch.dataset.conventions import Conventions
from broch.dataset.dictionary_files import configured_entries, read_dictionary
from broch.dataset.tag_dictionary import STANDARD, TagDictionary


def make_conventions(configuration: Configuration) -> Conventions:
    """Raises ``ConfigurationError`` for a dictionary that cannot be read."""
    options = configuration.core
    added = [
        entry
        for name in options.external_dictionaries
        for entry in read_dictionary(configuration.path("ExternalDictionaries", name))
    ]
    added += configured_entries(options.dictionary)
    usual = not added and options.load_private_dictionary
    dictionary = STANDARD if usual else TagDictionary(added, vendors=options.load_private_dictionary)
    return Conventions(dictionary, options.default_encoding)
