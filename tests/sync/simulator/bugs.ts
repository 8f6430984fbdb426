/** Where bugs can be planted: what is handed to the product, or passes between its parts, is wrapped on its way. */
import type { ExchangedDocument, ExchangeRequest } from '#protocol/exchange.ts'
import type { EnteringParts } from '../../../server/documents/review/entering.ts'
import type { CompactionWork } from '../../../server/documents/compaction/work.ts'
import type { DeviceStates } from '../../../server/documents/storage/devices.ts'
import type { DocumentStorage } from '../../../server/documents/storage/storage.ts'
import type { Act } from './acts.ts'
import type { ReadCard } from './cards.ts'
import type { Wire } from './network.ts'

export interface Bugs {
	/** What is to happen more often than it does, for a bug that needs it. */
	weights?: Partial<Record<Act, number>>
	/** No device resumes: whoever comes back is answered like a newcomer. */
	areForgetful?: boolean
	/** For each start of the relay. */
	storage?(storage: DocumentStorage): DocumentStorage
	/** For those who make programmes. */
	makersStorage?(storage: DocumentStorage): DocumentStorage
	devices?(states: DeviceStates): DeviceStates
	work?: CompactionWork
	/** What the search for held edits that have entered is given. */
	entering?(parts: EnteringParts): EnteringParts
	/** The page hears of a commit before it is one. */
	isDiskHasty?: boolean
	/** A frame is at the server and not read yet; answers what is read. */
	frameAtServer?(bytes: Uint8Array, wire: Wire, wires: ReadonlySet<Wire>): Uint8Array
	/** A frame is about to leave for a device; answers what leaves. */
	frameToDevice?(bytes: Uint8Array): Uint8Array
	readCard?: ReadCard
	exchange?(request: ExchangeRequest): ExchangeRequest
	/** What the server answers about a document. */
	exchanged?(asked: ExchangeRequest['documents'][number], answer: ExchangedDocument): ExchangedDocument
}
