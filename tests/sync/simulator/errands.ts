/**
 * What a person asks the app for: making a transfer file, importing one, «Проверить всё». The bytes of the file are left out:
 * compressing them takes real time, and the codec has its own tests.
 */
import { checkAll } from '../../../src/lib/sync/stored/check-all.ts'
import { applyTransferFile, documentsToTransfer } from '../../../src/lib/sync/stored/transfer.ts'
import { NOTES, PLAN } from './documents.ts'
import type { Tab } from './device.ts'
import type { Edit } from './truth.ts'
import type { CarriedFile, World } from './world.ts'

const program = { id: 'program', title: 'Программа', documents: { plan: PLAN, notes: NOTES } }

/** The file lies where somebody may find it: a messenger, a memory stick. */
export function makeFile(world: World, tab: Tab): void {
	const { personId } = tab.device
	perform(world, tab, async () => {
		const documents = await documentsToTransfer(personId, program, shownIn(tab))
		if (documents.length === 0) return
		for (const { documentId, update } of documents)
			for (const edit of world.truthOf(documentId).editsIn(update)) edit.wasCarried = true
		world.files.push({ header: { personId }, documents })
		world.trace.operation('file is made', tab.name, documents.length)
	})
}

export function takeFile(world: World, tab: Tab, file: CarriedFile): void {
	perform(world, tab, async () => {
		const taken = await applyTransferFile(tab.device.personId, file, shownIn(tab))
		world.trace.operation(taken.ok ? 'file is taken' : 'file is refused', tab.name)
	})
}

export function checkEverything(world: World, tab: Tab): void {
	const { personId, deviceId } = tab.device
	perform(world, tab, async () => {
		for (const [kind, documentId] of Object.entries(program.documents)) {
			const shown = shownIn(tab).filter((document) => document.documentId === documentId)
			const had = new Set(tab.documents.find((document) => document.documentId === documentId)?.has)
			const one = { ...program, documents: { [kind]: documentId } as unknown as typeof program.documents }
			const report = await checkAll({ personId, deviceId, appVersion: 'simulated' }, [one], { open: shown })
			const result = report.programs.at(0)?.result
			world.trace.operation('everything is checked', tab.name)
			world.trace.note(() => `${tab.name} ${documentId} is told «${result}»`)
			if (result === 'equal' || result === 'repaired') lookAtChecked(world, tab, documentId, had)
		}
	})
}

/** What was on the screen when the check began is on the server now, or was until a backup was restored. */
function lookAtChecked(world: World, tab: Tab, documentId: string, had: ReadonlySet<Edit>): void {
	const missing = [...had].find((edit) => !edit.isVoid && !edit.wasStored)
	if (missing !== undefined)
		world.oracle.complain(
			'claimed checked',
			`${tab.name} was told that ${documentId} is alike; edit ${missing.id} is not there`
		)
}

function shownIn({ documents }: Tab) {
	return documents.map(({ handle }) => handle.open)
}

function perform({ clock }: World, tab: Tab, errand: () => Promise<void>): void {
	clock.schedule(0, () => void errand(), tab.owner)
}
