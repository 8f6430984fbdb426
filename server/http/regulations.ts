import { z } from 'zod'
import { regulations as shipped, findRegulation } from '#domain/regulation/packs/all.ts'
import { givenDay } from '#domain/given-day.ts'
import { findConflicts } from '#domain/regulation/conflicts.ts'
import type { Regulation } from '#domain/regulation/schema.ts'
import { findRoadmap } from '#domain/roadmaps/all.ts'
import type {
	ChosenRegulation,
	RegulationListing,
	RegulationListings,
	RegulationReading,
	SavedRegulation,
	SavedState,
	TaskStates
} from '#protocol/api/regulations.ts'
import { listMentors } from '../people/bank-list.ts'
import { markTask, readTasksSince, readTaskStates } from '../programs/calendar-tasks.ts'
import {
	countProgramsByRegulation,
	deleteCopy,
	findCopy,
	type KeptCopy,
	listCopies,
	saveCopy
} from '../programs/regulation-copies.ts'
import { todayIn } from '../people/municipalities.ts'
import { chooseRegulation, readCurrentId, readRegulation } from '../people/regulations.ts'
import { readBody, refuse, type ApiContext } from './serve/answers.ts'
import type { Api, ApiOptions } from './serve/api-options.ts'
import { municipalityToOversee, requireSession } from './serve/guards.ts'

const MOST_BYTES = 256 * 1024

const saving = z.object({ base: z.int().min(1).nullable(), regulation: z.looseObject({ id: z.string().max(60) }) })
const choice = z.object({ id: z.string().min(1).max(60), was: z.string().min(1).max(60) })

const taskMark = z.union([z.strictObject({ dueOn: givenDay.nullable() }), z.strictObject({ isDone: z.boolean() })])

const nothing = { all: 0, open: 0, withdrawn: 0, fulfilled: 0 }

/** For curator and head; 403 for everybody else. */
export function addRegulations(api: Api, options: ApiOptions): void {
	const { registry, now } = options

	api.get('/regulations', requireSession(options), async (context) => {
		const municipalityId = await ownMunicipality(context)
		if (municipalityId === null) return refuse(context, 'unauthorized', { status: 403 })
		const [today, copies, programs] = await Promise.all([
			todayIn(registry, municipalityId, now()),
			listCopies(registry, municipalityId),
			countProgramsByRegulation(registry, municipalityId)
		])
		const toListing = (id: string, regulation: Regulation | null): Omit<RegulationListing, 'problems' | 'saved'> => ({
			id,
			copyOf: regulation?.copyOf ?? null,
			title: regulation?.title ?? id,
			order: regulation && { number: regulation.order.number, date: regulation.order.date },
			inForce: regulation && regulation.inForce.value,
			conflicts: regulation === null ? [] : findConflicts(regulation, { today, findRoadmap }),
			programs: programs.get(id) ?? nothing
		})
		return context.json<RegulationListings>({
			currentId: await readCurrentId(registry, municipalityId),
			regulations: [
				...shipped.map((regulation) => ({ ...toListing(regulation.id, regulation), problems: [], saved: null })),
				...copies.map((copy) => ({
					...toListing(copy.id, copy.parsed.ok ? copy.parsed.regulation : null),
					problems: copy.parsed.ok ? [] : copy.parsed.problems,
					saved: toSaved(copy)
				}))
			]
		})
	})

	api.post('/regulations/current', requireSession(options), async (context) => {
		const municipalityId = await ownMunicipality(context)
		if (municipalityId === null) return refuse(context, 'unauthorized', { status: 403 })
		const input = await readBody(context, choice)
		if (!input.isValid) return input.refusal
		const { id, was } = input.value
		const copy = await findCopy(registry, municipalityId, id)
		if (copy === null && findRegulation(id) === null) return refuse(context, 'not_found')
		// Nothing can be checked by a regulation that cannot be read.
		if (copy?.parsed.ok === false) return refuse(context, 'conflict')
		if (!(await chooseRegulation(registry, municipalityId, id, was))) return refuse(context, 'conflict')
		const programs = await countProgramsByRegulation(registry, municipalityId)
		const others = [...programs].filter(([regulationId]) => regulationId !== id)
		return context.json<ChosenRegulation>({ keepTheirs: others.reduce((sum, [, { open }]) => sum + open, 0) })
	})

	api.get('/regulations/:id', requireSession(options), async (context) => {
		const municipalityId = await ownMunicipality(context)
		if (municipalityId === null) return refuse(context, 'unauthorized', { status: 403 })
		const id = context.req.param('id')
		const copy = await findCopy(registry, municipalityId, id)
		if (copy?.parsed.ok === false) return refuse(context, 'conflict')
		const regulation = copy?.parsed.regulation ?? findRegulation(id)
		if (regulation === null) return refuse(context, 'not_found')
		const isCurrent = (await readCurrentId(registry, municipalityId)) === id
		return context.json<RegulationReading>({
			regulation,
			isCurrent,
			unmetMentors: isCurrent ? null : await countUnmet(municipalityId, regulation),
			programs: (await countProgramsByRegulation(registry, municipalityId)).get(id) ?? nothing,
			saved: copy === null ? null : toSaved(copy),
			tasksSince: await readTasksSince(registry, municipalityId, regulation),
			tasks: await readTaskStates(registry, municipalityId, regulation)
		})
	})

	api.post('/regulations/:id', requireSession(options), async (context) => {
		const municipalityId = await ownMunicipality(context)
		if (municipalityId === null) return refuse(context, 'unauthorized', { status: 403 })
		const input = await readBody(context, saving, MOST_BYTES)
		if (!input.isValid) return input.refusal
		if (input.value.regulation.id !== context.req.param('id')) return refuse(context, 'invalid', { field: 'id' })
		const given = { ...input.value, byId: context.get('personId') }
		const saved = await saveCopy(registry, municipalityId, given, now().toISOString())
		switch (saved.type) {
			case 'saved':
				return context.json<SavedRegulation>({ outcome: 'saved', version: saved.version })
			case 'problems':
				return context.json<SavedRegulation>({ outcome: 'refused', problems: saved.problems })
			case 'conflict':
				return refuse(context, 'conflict')
			case 'in-use':
				return refuse(context, 'conflict', { field: 'programs' })
		}
	})

	api.put('/regulations/:id/tasks/:taskId', requireSession(options), async (context) => {
		const municipalityId = await ownMunicipality(context)
		if (municipalityId === null) return refuse(context, 'unauthorized', { status: 403 })
		const input = await readBody(context, taskMark)
		if (!input.isValid) return input.refusal
		const regulation = await readRegulation(registry, municipalityId, context.req.param('id'))
		if (regulation === null) return refuse(context, 'not_found')
		const isMarked = await markTask(registry, municipalityId, regulation, {
			taskId: context.req.param('taskId'),
			mark: input.value,
			today: await todayIn(registry, municipalityId, now()),
			byId: context.get('personId'),
			at: now().toISOString()
		})
		if (!isMarked) return refuse(context, 'not_found')
		return context.json<TaskStates>(await readTaskStates(registry, municipalityId, regulation))
	})

	api.delete('/regulations/:id', requireSession(options), async (context) => {
		const municipalityId = await ownMunicipality(context)
		if (municipalityId === null) return refuse(context, 'unauthorized', { status: 403 })
		switch (await deleteCopy(registry, municipalityId, context.req.param('id'))) {
			case 'deleted':
				return context.body(null, 204)
			case 'unknown':
				return refuse(context, 'not_found')
			case 'current':
				return refuse(context, 'conflict', { field: 'current' })
			case 'in-use':
				return refuse(context, 'conflict', { field: 'programs' })
		}
	})

	async function countUnmet(municipalityId: string, regulation: Regulation): Promise<number> {
		if (regulation.mentorConditions.length === 0) return 0
		const today = await todayIn(registry, municipalityId, now())
		const scope = { registry, municipalityId, regulation, today }
		return (await listMentors(scope, { q: '', filter: 'not-eligible', page: 1, pageSize: 1 })).count
	}

	function ownMunicipality(context: ApiContext): Promise<string | null> {
		return municipalityToOversee(registry, context.get('personId'))
	}
}

function toSaved({ version, savedAt, savedBy }: KeptCopy): SavedState {
	return { version, at: savedAt, by: savedBy }
}
