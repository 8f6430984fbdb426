/** Devices without a WebSocket, and the real server: the exchange, the file and «Проверить всё» of one pair. */
import { afterEach, expect, it, vi } from 'vitest'
import * as Y from 'yjs'
import { readActivities } from '#domain/plan/activity.ts'
import { addActivity } from '#domain/plan/position.ts'
import { readStages } from '#domain/plan/stage.ts'
import { checkAll } from '#lib/sync/stored/check-all.ts'
import { unsentOfPerson } from '#lib/sync/stored/forget.ts'
import { applyTransferFile, makeTransferFile, readTransferFile, transferTools } from '#lib/sync/stored/transfer.ts'
import { encodeTransfer } from '#protocol/transfer-file.ts'
import { openClosedPhone, type ClosedPhone } from '../support/closed-phone.ts'
import { startServer, type RunningServer } from '../support/server-process.ts'

const PLAN = 'plan:program-1'

let server: RunningServer | null = null
afterEach(async () => {
	vi.unstubAllGlobals()
	await server?.dispose()
	server = null
})

/** The titles of the plan's activities, as the phone has them. */
const titlesOn = async ({ doc }: ClosedPhone) => readActivities(await doc(PLAN)).map(({ title }) => title)

it(
	'[D7] [D8] [P13] a pair without WebSockets: all comes at one visit, a file goes round the network, and the check mends',
	{ timeout: 90_000 },
	async () => {
		server = await startServer()
		const viktor = await openClosedPhone(server.origin, 'mentor-1')
		const irina = await openClosedPhone(server.origin, 'mentee-1')

		viktor.use()
		expect((await viktor.exchange()).failure).toBeNull()
		const before = await titlesOn(viktor)
		expect(before.length).toBeGreaterThan(5)

		// Viktor has no network: his edit travels to Irina in a file.
		const program = viktor.programs.find(({ id }) => id === 'program-1')!
		const file = await withActivity('Из файла')
		irina.use()
		await irina.exchange()
		const reading = await readTransferFile(file, irina.programs)
		expect(reading).toMatchObject({ ok: true, file: { header: { personId: 'mentor-1', title: program.title } } })
		if (!reading.ok) return
		expect(await applyTransferFile('mentee-1', reading.file)).toMatchObject({ ok: true })
		expect(await applyTransferFile('mentee-1', reading.file)).toEqual({ ok: true, newBytes: 0 })
		expect((await unsentOfPerson('mentee-1')).edits).toBe(1)
		await irina.exchange()
		expect((await unsentOfPerson('mentee-1')).edits).toBe(0)

		// From her phone it is on the server; it survives a kill, and reaches Viktor.
		await server.kill()
		await server.start()
		viktor.use()
		await viktor.exchange()
		expect((await titlesOn(viktor)).sort()).toEqual([...before, 'Из файла'].sort())
		const { programs } = await checkAll(viktor.device, viktor.programs)
		expect(programs.map(({ result }) => result)).toEqual(viktor.programs.map(() => 'equal'))

		// Somebody else has signed in on Viktor's phone.
		const elena = await openClosedPhone(server.origin, 'curator-1')
		elena.use()
		expect((await viktor.exchange()).failure).toBe('signed-out')

		async function withActivity(title: string): Promise<Blob> {
			const made = (await makeTransferFile(viktor.device, program))!
			const own = await readTransferFile(made, viktor.programs)
			if (!own.ok) throw new Error(own.reason)
			const doc = new Y.Doc()
			const plan = own.file.documents.find(({ documentId }) => documentId === PLAN)!
			Y.applyUpdate(doc, plan.update)
			const stageId = readStages(doc)[0]!.id
			addActivity(doc, { id: 'from-a-file', stageId, title }, { personId: 'mentor-1', at: '2026-11-21T09:00:00.000Z' })
			const documents = [{ ...plan, update: Y.encodeStateAsUpdate(doc) }]
			return new Blob([(await encodeTransfer({ header: own.file.header, documents }, transferTools)) as BlobPart])
		}
	}
)
