"""The agreement as frozen data: reading, writing, schema, faults."""
