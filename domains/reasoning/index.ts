import type { Domain } from '../contract.ts';
import { syllogisms } from './b1-syllogisms.ts';
import { ruleChains } from './b2-rule-chains.ts';
import { truthTellers } from './b3-truth-tellers.ts';
import { orders } from './b4-orders.ts';
import { gridPuzzles } from './b5-grid-puzzles.ts';
import { missingInformation } from './b6-missing-information.ts';
import { conflictingPremises } from './b7-conflicting-premises.ts';
import { dispersedContext } from './b8-dispersed-context.ts';

export const reasoning: Domain = {
  id: 'reasoning',
  version: 2,
  title: 'Multi-step logical reasoning',
  skills: [
    syllogisms,
    ruleChains,
    truthTellers,
    orders,
    gridPuzzles,
    missingInformation,
    conflictingPremises,
    dispersedContext,
  ],
};
