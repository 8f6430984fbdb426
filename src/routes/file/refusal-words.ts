import type { TransferRefusal } from '#lib/sync/stored/transfer.ts'
import { m } from '#lib/paraglide/messages.js'

/** Why a file was not taken, and what to do about it. */
export function refusalWords(reason: TransferRefusal | 'not-stored'): { title: string; text: string } {
	switch (reason) {
		case 'not-a-transfer-file':
			return { title: m.sync_file_foreign_title(), text: m.sync_file_foreign_text() }
		case 'newer-version':
			return { title: m.sync_file_newer_title(), text: m.sync_file_newer_text() }
		case 'damaged':
			return { title: m.sync_file_damaged_title(), text: m.sync_file_damaged_text() }
		case 'other-programme':
		case 'unknown-programme':
			return { title: m.sync_file_unknown_title(), text: m.sync_file_unknown_text() }
		case 'older-epoch':
			return { title: m.sync_file_older_epoch_title(), text: m.sync_file_older_epoch_text() }
		case 'newer-epoch':
			return { title: m.sync_file_newer_epoch_title(), text: m.sync_file_newer_epoch_text() }
		case 'too-large':
			return { title: m.sync_file_large_title(), text: m.sync_file_large_text() }
		case 'not-stored':
			return { title: m.sync_file_not_stored_title(), text: m.sync_file_not_stored_text() }
	}
}
