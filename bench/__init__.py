"""Benches: each module measures one promise of the product on the real server and prints rows (`bin/bench NAME`)."""
