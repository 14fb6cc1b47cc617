// place.h - where in a program the strict parser can stop: what a slip of the table is asked for.
//
// A failure is at one place, or at several that meet at one token: behind an expression both an operator could stand
// and the end of its statement.
#pragma once

#include <cstdint>

namespace bytelogic::syntax {

using Places = std::uint64_t;

namespace place {

constexpr auto Bit(int index) -> Places { return Places{1} << index; }

inline constexpr Places kStatement = Bit(0);        // a statement should begin here
inline constexpr Places kStatementEnd = Bit(1);     // a statement is whole, and this belongs to none
inline constexpr Places kName = Bit(2);             // of a relation, rule, CALC or column
inline constexpr Places kVariable = Bit(3);         // of LET, FOR, INPUT
inline constexpr Places kRelEnd = Bit(4);           // behind the columns or the number of a REL
inline constexpr Places kColumnEnd = Bit(5);        // behind a column
inline constexpr Places kColumnType = Bit(6);       // behind its colon
inline constexpr Places kKeep = Bit(7);             // behind KEEP
inline constexpr Places kParameters = Bit(8);       // behind the name or a parameter of a CALC
inline constexpr Places kAssign = Bit(9);           // the `=` of a LET
inline constexpr Places kThen = Bit(10);            // THEN
inline constexpr Places kIn = Bit(12);              // IN
inline constexpr Places kLoopValues = Bit(13);      // behind IN
inline constexpr Places kLoopEnd = Bit(14);         // behind the head of a FOR
inline constexpr Places kRangeEnd = Bit(15);        // the second argument of RANGE
inline constexpr Places kRuleHead = Bit(16);        // the name of a rule or constraint
inline constexpr Places kRuleColon = Bit(17);       // its colon
inline constexpr Places kClause = Bit(18);          // a clause should begin here
inline constexpr Places kClauseComma = Bit(19);     // a clause should begin here, behind a comma
inline constexpr Places kClauseEnd = Bit(20);       // a clause is whole, and this belongs to none
inline constexpr Places kConstraint = Bit(21);      // among the clauses of a constraint
inline constexpr Places kNoEmit = Bit(22);          // among those of a rule without an EMIT so far
inline constexpr Places kMatch = Bit(23);           // behind MATCH
inline constexpr Places kOperand = Bit(24);         // an expression should begin here
inline constexpr Places kOperator = Bit(25);        // an operand is whole
inline constexpr Places kChain = Bit(26);           // a comparison is whole, and this is another one
inline constexpr Places kNotOperand = Bit(27);      // NOT behind an operator that binds tighter
inline constexpr Places kClose = Bit(28);           // a parenthesis or bracket that is open should end
inline constexpr Places kCallOpen = Bit(29);        // the parenthesis of a CALC
inline constexpr Places kQuery = Bit(30);           // QUERY in parentheses
inline constexpr Places kQueryOpen = Bit(31);       // its parenthesis
inline constexpr Places kAggregate = Bit(32);       // what an aggregate is of
inline constexpr Places kArgumentsEnd = Bit(33);    // an argument, or the end of their list
inline constexpr Places kFactForm = Bit(34);        // of a FACT, or an EMIT outside of rules
inline constexpr Places kQueryForm = Bit(35);       // of a QUERY
inline constexpr Places kPatternForm = Bit(36);     // of SCAN, JOIN, NOT
inline constexpr Places kEmitForm = Bit(37);        // of the EMIT of a rule
inline constexpr Places kBlock = Bit(38);           // inside of a block
inline constexpr Places kTop = Bit(39);             // outside of all blocks
inline constexpr Places kMixedChain = Bit(42);      // the same, of another kind: `a > b == c`
inline constexpr Places kArgumentsComma = Bit(43);  // behind a list of arguments and a comma
inline constexpr Places kArgument = Bit(44);        // an argument
inline constexpr Places kRuleRange = Bit(41);       // RANGE, in a rule

inline constexpr Places kAnywhere = ~Places{0};

}  // namespace place

}  // namespace bytelogic::syntax
