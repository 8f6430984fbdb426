/**
 * What is held of a deleted document is deleted with it (sync.md R15); until now it stayed. The index counts what waits without
 * reading what is held, and without what is decided, which only grows.
 */
export const held = `
	DELETE FROM held_updates
	WHERE document_id NOT IN (SELECT document_id FROM documents WHERE deleted_at IS NULL);

	CREATE INDEX held_waiting ON held_updates (document_id, person_id) WHERE state = 'waiting';
`
