import { expect, it } from 'vitest'
import * as Y from 'yjs'
import { ownPlan } from '../roadmaps/all.ts'
import { fillPlanFromRoadmap } from '../roadmaps/roadmap.ts'
import { beginnerHead } from '../roadmaps/tomsk.ts'
import { deleteActivity, deleteProfileItem, editProfileItem } from './edit.ts'
import { addProfileItem, addActivity } from './position.ts'
import { presentSections } from './edition.ts'
import { readStages } from './stage.ts'

const viktor = { personId: 'viktor', at: '2026-09-15T08:00:00.000Z' }
const term = { title: 'Первый год', startsOn: '2026-09-15', termMonths: 12 }

it('[T9] a plan made from a roadmap has activities, and of the profile what the pair has written', () => {
	const doc = new Y.Doc()
	fillPlanFromRoadmap(doc, beginnerHead, term, viktor)
	expect(presentSections(doc)).toEqual(['activity'])
	addProfileItem(doc, 's', 'strength', 'Знает ФГОС', viktor)
	addProfileItem(doc, 'd', 'direction', 'Команда школы', viktor)
	expect(presentSections(doc)).toEqual(['direction', 'strength', 'activity'])
	deleteProfileItem(doc, 'd', viktor)
	editProfileItem(doc, 's', '  ', viktor)
	expect(presentSections(doc)).toEqual(['activity'])
})

it('[S10] a plan of their own has no activity before they add one, and none after they delete it', () => {
	const doc = new Y.Doc()
	fillPlanFromRoadmap(doc, ownPlan, term, viktor)
	expect(presentSections(doc)).toEqual([])
	addActivity(doc, { id: 'a', stageId: readStages(doc)[0]?.id ?? '', title: 'Открытый урок' }, viktor)
	expect(presentSections(doc)).toEqual(['activity'])
	deleteActivity(doc, 'a', viktor)
	expect(presentSections(doc)).toEqual([])
})
