/** Where bugs can be planted: these functions wrap what the product receives, or what passes between its modules. */
import type * as Y from 'yjs'
import type { DocumentCheck } from '#protocol/api/program.ts'
import type { CarriedRequest } from '#protocol/exchange.ts'
import type { EnteringOptions } from '../../../server/jobs/late-edits.ts'
import type { CompactionWork } from '../../../server/documents/compaction/work.ts'
import type { DeviceStates } from '../../../server/documents/storage/devices.ts'
import type { DocumentStorage } from '../../../server/documents/storage/storage.ts'
import type { Act } from './acts.ts'
import type { ReadCard } from './cards.ts'
import type { Wire } from './network.ts'

export interface Bugs {
	/** Acts that must happen more often than usual, for a bug that needs them. */
	weights?: Partial<Record<Act, number>>
	/** No device resumes: the server answers a returning device like a new one. */
	areForgetful?: boolean
	/** Called at each start of the relay. */
	storage?(storage: DocumentStorage): DocumentStorage
	/** The storage for creating programmes. */
	makersStorage?(storage: DocumentStorage): DocumentStorage
	devices?(states: DeviceStates): DeviceStates
	work?: CompactionWork
	/** Wraps the options of entering late edits. */
	entering?(options: EnteringOptions): EnteringOptions
	/** The page receives «committed» before the commit happens. */
	isDiskHasty?: boolean
	/** Transactions of pages take several turns: a frozen page can be within one. */
	isDiskChatty?: boolean
	/** A frame is at the server and not read yet; returns the frame to read. */
	frameAtServer?(bytes: Uint8Array, wire: Wire, wires: ReadonlySet<Wire>): Uint8Array
	/** A frame is about to leave for a device; returns the frame to send. */
	frameToDevice?(bytes: Uint8Array): Uint8Array
	readCard?: ReadCard
	/** An exchange is about to leave a device; returns what to send. */
	exchange?(requests: readonly CarriedRequest[]): CarriedRequest[]
	/** Wraps the server's answer to a check of a document that the device shows. */
	checked?(answer: DocumentCheck, shown: Y.Doc): DocumentCheck
}
