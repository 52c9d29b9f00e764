"""What the villages make: every trade of the sample world by its key."""

from chophien.sample.trades.shape import UNITS, Item, Trade, read_trades

TRADES: tuple[Trade, ...] = (
    *read_trades("meat_and_rice"),
    *read_trades("garden_and_pantry"),
    *read_trades("leaf_and_flower"),
    *read_trades("earth_and_metal"),
    *read_trades("textile_and_fibre"),
    *read_trades("wood_and_paper"),
)

TRADE_BY_KEY: dict[str, Trade] = {trade.key: trade for trade in TRADES}

__all__ = ["TRADES", "TRADE_BY_KEY", "UNITS", "Item", "Trade"]
