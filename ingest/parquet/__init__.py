"""The library as Parquet files in a store that many machines share (docs/scale.md)."""
