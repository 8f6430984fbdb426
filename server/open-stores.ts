import type { Logger } from 'pino'
import { openAccounts, type Accounts } from './people/accounts/accounts.ts'
import { relyingPartyOf } from './relying-party.ts'
import type { Config } from './config.ts'
import { openData } from './data.ts'
import { shutOutClosed } from './people/closed-municipalities.ts'
import { openRegistry, type Registry } from './database/database.ts'
import { createInvitationCodes, type InvitationCodes } from './people/invitation-code.ts'
import type { DeviceStates } from './documents/storage/devices.ts'
import type { HoldingLog } from './documents/storage/review-log.ts'
import { startCheckpoints } from './documents/storage/checkpoints.ts'
import { createSqliteDeviceStates } from './documents/storage/sqlite-devices.ts'
import { createSqliteHoldingLog } from './documents/storage/sqlite-review-log.ts'
import { createSqliteStorage } from './documents/storage/sqlite.ts'
import type { DocumentStorage } from './documents/storage/storage.ts'

/** What is kept in the data directory. */
export interface Stores {
	registry: Registry
	storage: DocumentStorage
	devices: DeviceStates
	heldUpdates: HoldingLog
	accounts: Accounts
	/** Of the data directory's secret. */
	invitationCodes: InvitationCodes
}

/** `opened` closes them, in order. Throws CannotStart. */
export async function openStores(
	config: Config,
	isSecure: boolean,
	log: Logger,
	opened: AsyncDisposableStack
): Promise<Stores> {
	const { database, path, secret, replaced, close } = openData(config)
	if (replaced !== null) log.warn({ replaced }, 'A backup whose restoring was broken off is in its place now')
	opened.defer(close)
	opened.defer(startCheckpoints(database, path))
	const storage = createSqliteStorage(database)
	opened.defer(storage.close)
	const devices = createSqliteDeviceStates(database)
	opened.defer(devices.close)
	const registry = openRegistry(database)
	const accounts = await openAccounts({
		database,
		secret,
		isSecure,
		relyingParty: relyingPartyOf(config),
		oidc: config.oidc,
		log
	})
	return {
		registry,
		storage,
		devices,
		heldUpdates: createSqliteHoldingLog(database),
		accounts: shutOutClosed(accounts, registry),
		invitationCodes: createInvitationCodes(secret)
	}
}
