/** Edits that reach the server without a device, the later one first: as a curator accepts them from the review log (sync.md R3, R4). */
import * as Y from 'yjs'
import { newEdit, type Edit } from './truth.ts'
import { PLAN } from './documents.ts'
import type { World } from './world.ts'

const author = { personId: 'oleg', deviceId: 'oleg-phone' }

export function acceptBackwards(world: World): void {
	const { clock, random } = world
	const doc = new Y.Doc()
	const updates: Uint8Array[] = []
	doc.on('update', (update: Uint8Array) => void updates.push(update))
	for (const value of [1, 2]) doc.getMap('marks').set('accepted', value)
	for (const index of [0, 1]) world.truthOf(PLAN).add(editAt(world, doc.clientID, index), [])
	accept(world, updates[1]!)
	clock.schedule(random.between(1000, 30_000), () => accept(world, updates[0]!), world.everybody)
}

/** In a restored review log they wait again. */
export function acceptAgain(world: World): void {
	for (const update of world.accepted) send(world, update)
}

function accept(world: World, update: Uint8Array): void {
	world.accepted.push(update)
	send(world, update)
}

/** Repeats until it is stored. */
function send(world: World, update: Uint8Array): void {
	const { clock, server, everybody } = world
	const again = () => void clock.schedule(500, () => send(world, update), everybody)
	const relay = server.relay()
	const owner = server.owner()
	if (relay === null || owner === null) return again()
	let isStored = false
	clock.schedule(
		0,
		() =>
			void relay.store(PLAN, author, update).then(
				() => (isStored = true),
				() => undefined
			),
		owner
	)
	clock.schedule(3000, () => (isStored ? undefined : again()), everybody)
}

function editAt(world: World, client: number, clockOfYjs: number): Edit {
	const id = world.truthOf(PLAN).edits.length
	const place = {
		id,
		documentId: PLAN,
		...author,
		client,
		start: clockOfYjs,
		end: clockOfYjs + 1,
		deleted: null,
		epoch: 1
	}
	return newEdit(place)
}
