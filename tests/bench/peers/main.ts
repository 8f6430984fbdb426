/**
 * `npm run bench:relay`: the same load on our relay, on its peers, and on a bare `ws` broadcast as the ceiling, one
 * after the other on this machine. Takes half an hour. `-- --write` puts the table into the README; a contender's
 * id behind it measures that one alone, `--quick` a tenth of everything.
 */
import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { cpus, tmpdir } from 'node:os'
import { join } from 'node:path'
import { writeBetweenMarks } from '../readme.ts'
import { contenders, start, type Contender, type Running } from './contenders.ts'
import { installPeers } from './install.ts'
import { measureKills } from './kills.ts'
import { MEASURED_MEMORY, measureIdleConnection, measureOpenDocument } from './memory.ts'
import { measureReopening } from './reopening.ts'
import { measureSteady } from './steady.ts'
import { measureSustained } from './sustained.ts'
import { toTable, type Figures } from './figures.ts'
import { seedTwoYearDocuments } from './two-year-documents.ts'

const asked = process.argv.slice(2)
const scale = asked.includes('--quick') ? 0.1 : 1
const chosen = contenders.filter(({ id }) => !asked.some((word) => !word.startsWith('--')) || asked.includes(id))

await installPeers()
const figures: Figures[] = []
for (const contender of chosen) figures.push(await measure(contender))
const heading = `Node ${process.versions.node}, ${cpus().length} cores, loopback, one after the other in one run.`
const table = `${heading}\n\n${toTable(figures)}`
console.log(table)
if (asked.includes('--write')) writeBetweenMarks('bench:relay', table)
process.exit(0)

async function measure(contender: Contender): Promise<Figures> {
	const root = await mkdtemp(join(tmpdir(), 'tandem-peers-'))
	const seconds = Math.max(3, 12 * scale)
	const say = (what: string) => console.error(`${contender.id}: ${what}`)

	/** Each measure has a process of its own, so that none pays for the one before. */
	async function withRunning<Value>(
		name: string,
		use: (running: Running) => Promise<Value>,
		nodeOptions: readonly string[] = []
	): Promise<Value> {
		say(name)
		const directory = join(root, name.replaceAll(' ', '-'))
		await mkdir(directory, { recursive: true })
		const running = await start(contender, directory, nodeOptions)
		try {
			return await use(running)
		} finally {
			await running.kill()
		}
	}

	try {
		const thousand = await withRunning('a thousand pairs', (running) => measureSteady(running, 1000 * scale, seconds))
		const three = await withRunning('three thousand pairs', (running) => measureSteady(running, 3000 * scale, seconds))
		const sustained = await withRunning('sustained', measureSustained)
		const idleConnection = await withRunning('idle connections', measureIdleConnection, MEASURED_MEMORY)
		const measured = { contender, thousand, three, sustained, idleConnection }
		if (contender.id === 'broadcast')
			return { ...measured, openDocument: null, fresh: null, returning: null, kills: null }

		await mkdir(join(root, 'kills'), { recursive: true })
		say('kills')
		const kills = await measureKills(contender, join(root, 'kills'), 100 * scale)
		const years = join(root, 'years')
		await mkdir(years, { recursive: true })
		say('seeding two-year plans')
		const seeded = await seedTwoYearDocuments(contender.id, years, 2000 * scale)
		if (seeded === null) return { ...measured, openDocument: null, fresh: null, returning: null, kills }
		const { documentIds, stateVector, query } = seeded
		const openDocument = await withRunning(
			'years',
			(running) => measureOpenDocument(running, documentIds.slice(0, 300)),
			MEASURED_MEMORY
		)
		const fresh = await withRunning('years', (running) => measureReopening(running, documentIds, {}))
		const returning = await withRunning('years', (running) =>
			measureReopening(running, documentIds, { stateVector, query })
		)
		return { ...measured, openDocument, fresh, returning, kills }
	} finally {
		await rm(root, { recursive: true, force: true })
	}
}
