/**
 * Opens a copy of every kind of paper in LibreOffice, for heads and for teachers. Keeps the pages as PDF, for a person
 * to look at:
 *
 *     node scripts/open-papers.ts <directory>
 *
 * Not part of `npm run verify`: it needs `soffice`, which CI does not have.
 */
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { demonstrationChoice, demonstrationFacts } from '#domain/papers/demonstration.ts'
import { consentPaperKinds, templateKinds } from '#domain/papers/kinds.ts'
import { makePaper } from '#domain/papers/make-paper.ts'
import type { Paper } from '#domain/papers/paper.ts'
import { planUnder, withEdition } from '#domain/papers/testing/edition.ts'
import { surgut } from '#domain/regulation/packs/surgut.ts'
import { tomskCity } from '#domain/regulation/packs/tomsk-city.ts'
import { writeDocx } from '../src/lib/papers/write-docx.ts'

const requisites = {
	authority: 'Департамент образования города Заречный-на-Томи',
	address: 'г. Заречный-на-Томи, ул. Садовая, д. 1',
	site: 'edu.example',
	place: 'г. Заречный-на-Томи',
	headPost: 'Начальник департамента образования'
}
const ofHeads = demonstrationFacts(tomskCity, requisites, 'https://tandem.example')
const ofTeachers = demonstrationFacts(surgut, requisites, 'https://tandem.example')
const all = [
	ofHeads,
	{ ...ofTeachers, people: ofTeachers.people.map((one) => ({ ...one, post: one.post.replace('Директор', 'Учитель') })) }
]

const papers = new Map<string, Paper | null>(
	all.flatMap((facts) => [
		[
			`${facts.regulation.id}-program`,
			makePaper(withEdition(facts, 'in-force'), { kind: 'program', subjectId: 'edition' }, planUnder(facts.regulation))
		] as const,
		...templateKinds.map(
			(kind) => [`${facts.regulation.id}-${kind}`, makePaper(facts, demonstrationChoice(kind))] as const
		),
		...consentPaperKinds.flatMap((kind) =>
			['mentor', 'mentee'].map(
				(subjectId) => [`${facts.regulation.id}-${kind}-${subjectId}`, makePaper(facts, { kind, subjectId })] as const
			)
		)
	])
)

const directory = resolve(process.argv[2] ?? 'papers')
mkdirSync(directory, { recursive: true })
for (const [kind, paper] of papers) {
	if (paper === null) throw new Error(`No paper of the kind ${kind}`)
	rmSync(join(directory, `${kind}.pdf`), { force: true })
	writeFileSync(join(directory, `${kind}.docx`), new Uint8Array(await (await writeDocx(paper)).arrayBuffer()))
}

// A separate profile: with the usual one, a LibreOffice that is already open would answer and convert nothing.
const profile = mkdtempSync(join(tmpdir(), 'tandem-soffice-'))
const copies = [...papers.keys()].map((kind) => join(directory, `${kind}.docx`))
const { error, status } = spawnSync(
	'soffice',
	[`-env:UserInstallation=file://${profile}`, '--headless', '--convert-to', 'pdf', '--outdir', directory, ...copies],
	{ stdio: ['ignore', 'ignore', 'inherit'] }
)
rmSync(profile, { recursive: true, force: true })
const unopened = [...papers.keys()].filter((kind) => !existsSync(join(directory, `${kind}.pdf`)))
if (error !== undefined || status !== 0 || unopened.length > 0) {
	console.error(error === undefined ? `Not opened: ${unopened.join(', ')}` : `LibreOffice is needed: ${error.message}`)
	process.exitCode = 1
} else console.log(`${papers.size} kinds of papers opened; their pages are in ${directory}`)
