/** How full a document is, by the bytes of its stored updates and of those on their way (sync.md R7). */
import type { DocumentStorage } from '../storage/storage.ts'

export interface DocumentSizeParts {
	documentId: string
	/** As stored at this moment. */
	bytes: number
	/** Beyond `documentBytes` the document takes no more, from `softBytes` on it is filling. */
	limits: { documentBytes: number; softBytes: number }
	storage: Pick<DocumentStorage, 'findDocument'>
	/** The newest update of which its bytes are counted, while nothing else is on its way; null otherwise. */
	settledAt(): number | null
	/** The document has begun to fill, or does so no more. */
	onFilling(): void
	/** The storage has failed. */
	onFailed(error: unknown): void
}

export interface DocumentSize {
	/** What a filling document still takes; null: enough. */
	bytesLeft(): number | null
	hasRoomFor(update: Uint8Array): boolean
	add(update: Uint8Array): void
	/** What is stored has become less: measured anew as soon as nothing is on its way. */
	remeasure(): void
	/** Nothing is on its way any more. */
	noteSettled(): void
}

export function createDocumentSize(parts: DocumentSizeParts): DocumentSize {
	const { documentBytes, softBytes } = parts.limits
	let { bytes } = parts
	let isMeasureDue = false

	function resize(next: number): void {
		const wasFilling = bytes >= softBytes
		bytes = next
		if (wasFilling !== bytes >= softBytes) parts.onFilling()
	}

	function noteSettled(): void {
		if (isMeasureDue) void measure()
	}

	async function measure(): Promise<void> {
		const info = await parts.storage.findDocument(parts.documentId).catch(parts.onFailed)
		// What is on its way, or others have stored, would be lacking or be counted twice: once more when that was let out.
		if (!info || info.sequence !== parts.settledAt()) return
		isMeasureDue = false
		resize(info.bytes)
	}

	return {
		bytesLeft: () => (bytes < softBytes ? null : Math.max(0, documentBytes - bytes)),
		hasRoomFor: (update) => bytes + update.length <= documentBytes,
		add: (update) => resize(bytes + update.length),
		remeasure() {
			isMeasureDue = true
			if (parts.settledAt() !== null) noteSettled()
		},
		noteSettled
	}
}
