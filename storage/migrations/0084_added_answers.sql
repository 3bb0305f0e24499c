-- Who has gone from a group finds no poll by answers that were added to it: what was indexed is looked at again.
INSERT INTO search_queue (origin_box, origin_id)
SELECT DISTINCT origin_box, origin_id FROM messages WHERE poll_id IS NOT NULL ON CONFLICT DO NOTHING;
