"""The index: patients, studies, series, instances, and the journal of what happened to them."""
