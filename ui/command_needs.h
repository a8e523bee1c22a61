#pragma once

namespace selvedge {

class ActionRegistry;

// Tells each command that may be disabled what it needs, for the command palette. Once all of them
// are made.
void sayNeeds(const ActionRegistry& registry);

}  // namespace selvedge
