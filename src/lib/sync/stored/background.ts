/**
 * Sends unsent edits and commands when no page is open. The service worker runs it for the person who uses this device
 * (sync.md D7).
 */
import type { Me } from '#protocol/api/program.ts'
import { recallClock } from '../clock.ts'
import { ME_KEY, recall, recallDeviceId } from '../device.ts'
import { unsentOfPerson } from './forget.ts'
import { sendOutbox } from '../ledger/outbox.ts'
import { exchangeStored } from './stored-exchange.ts'

/**
 * Sends the person's unsent edits and receives what is new in the same documents. `retry`: no answer came, and another
 * attempt may get one. The server would repeat any other answer.
 */
export async function exchangeInBackground(appVersion: string): Promise<'done' | 'retry'> {
	const me = await recall<Me>(ME_KEY)
	if (me === null) return 'done'
	const personId = me.person.id
	const { documentIds } = await unsentOfPerson(personId)
	if (documentIds.length === 0) return 'done'
	await recallClock()
	const device = { personId, deviceId: await recallDeviceId(), appVersion }
	const { failure } = await exchangeStored(device, documentIds, { isForFrozenTabs: true })
	return failure === 'offline' ? 'retry' : 'done'
}

/** Sends the person's waiting commands. Same results. */
export async function sendInBackground(): Promise<'done' | 'retry'> {
	const me = await recall<Me>(ME_KEY)
	if (me === null) return 'done'
	const { outcome } = await sendOutbox(me.person.id)
	return outcome === 'offline' || outcome === 'later' ? 'retry' : 'done'
}
