"""Quote cards as an editor would print them: words, who, how, how bad, where and from whom; as escaped markup."""

from dashboard.cards.card import quote_card, quote_items
from dashboard.cards.citation import citation
from dashboard.cards.origin import COPIES_MEANING, article_link, moment

__all__ = ["COPIES_MEANING", "article_link", "citation", "moment", "quote_card", "quote_items"]
