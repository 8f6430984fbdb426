/** What is brought when no page is left: run by the service worker for whoever uses this device (sync.md D7). */
import type { Me } from '#protocol/api/program.ts'
import { ME_KEY, recall, recallDeviceId } from '../device.ts'
import { unsentOfPerson } from './forget.ts'
import { sendOutbox } from '../ledger/outbox.ts'
import { exchangeStored } from './stored-exchange.ts'

/**
 * Brings what the person has not sent and takes what is new of the same documents. `retry`: no answer came, and another
 * attempt may find one; whatever else the server says, it would only say again.
 */
export async function exchangeInBackground(appVersion: string): Promise<'done' | 'retry'> {
	const me = await recall<Me>(ME_KEY)
	if (me === null) return 'done'
	const personId = me.person.id
	const { documentIds } = await unsentOfPerson(personId)
	if (documentIds.length === 0) return 'done'
	const device = { personId, deviceId: await recallDeviceId(), appVersion }
	const { failure } = await exchangeStored(device, documentIds, { isForFrozenTabs: true })
	return failure === 'offline' ? 'retry' : 'done'
}

/** Brings what the person has stated; the same answers. */
export async function sendInBackground(): Promise<'done' | 'retry'> {
	const me = await recall<Me>(ME_KEY)
	if (me === null) return 'done'
	const { outcome } = await sendOutbox(me.person.id)
	return outcome === 'offline' || outcome === 'later' ? 'retry' : 'done'
}
