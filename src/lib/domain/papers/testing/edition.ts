import * as Y from 'yjs'
import type { RaisedDecision } from '../../ledger/ledger.ts'
import { addProfileItem } from '../../plan/position.ts'
import type { Regulation } from '../../regulation/schema.ts'
import { findRoadmap } from '../../roadmaps/all.ts'
import { fillPlanFromRoadmap } from '../../roadmaps/roadmap.ts'
import type { PaperFacts } from '../facts.ts'

export const requisites = {
	authority: 'Управление образования',
	address: 'ул. Садовая, д. 1',
	site: 'edu.example',
	place: 'г. Заречный',
	headPost: 'Начальник управления образования'
}

export const irina = { personId: 'mentee', at: '2026-09-20T09:00:00.000Z' }

/** A programme of twelve months by the first roadmap of the regulation. */
export function planUnder({ categories }: Regulation): Y.Doc {
	const roadmaps = categories.map(({ roadmapId }) => roadmapId)
	const roadmap = findRoadmap(roadmaps[0] ?? 'tomsk-beginner-head')
	if (roadmap === null) throw new Error('No roadmap')
	const plan = new Y.Doc()
	fillPlanFromRoadmap(plan, roadmap, { title: 'Первый год', startsOn: '2026-09-15', termMonths: 12 }, irina)
	addProfileItem(plan, 'goal', 'goal', 'Уверенно вести школу', irina)
	addProfileItem(plan, 'hard', 'difficulty', 'Финансы и закупки', irina)
	return plan
}

/** `outcome`: of the edition of the plan. */
export function withEdition(facts: PaperFacts, outcome: RaisedDecision['outcome']): PaperFacts {
	const signed = (personId: string, name: string, role: 'mentor' | 'mentee' | 'curator' | 'head') => ({
		by: { personId, name, role },
		at: '2026-09-20T08:04:00.000Z'
	})
	const edition: RaisedDecision = {
		id: 'edition',
		matter: { type: 'edition', hash: 'c0ffee00c0ffee' },
		raisedBy: signed('mentor', 'Ковалёв Виктор Андреевич', 'mentor').by,
		raisedAt: '2026-09-20T08:00:00.000Z',
		signatures: [
			signed('mentor', 'Ковалёв Виктор Андреевич', 'mentor'),
			...(outcome === 'in-force' ? [signed('curator', 'Воронцова Елена Михайловна', 'curator')] : [])
		],
		signatories: ['mentor', 'mentee', 'curator', 'head'],
		outcome,
		ground: null,
		settledOn: outcome === 'in-force' ? '2026-09-20' : null
	}
	return { ...facts, ledger: { ...facts.ledger, matters: [...facts.ledger.matters, edition] } }
}
