-- Where the scans of a picture end that is shown while it is being loaded: msgpack list of bytes from its beginning.
ALTER TABLE renditions ADD COLUMN scans BLOB;
