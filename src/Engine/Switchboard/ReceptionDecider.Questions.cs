using CallActors.Contracts.Agents;
using CallActors.Contracts.Audio;
using CallActors.Contracts.Calls;
using CallActors.Contracts.Switchboard;
using CallActors.Contracts.Workspaces;
using CallActors.Engine.Switchboard.Language;

namespace CallActors.Engine.Switchboard;

/// <summary>The agent's questions, and what is dangerous.</summary>
internal sealed partial class ReceptionDecider
{
    /// <summary>What an agent's question is about is cut at this length, in characters.</summary>
    private const int LongestAbout = 4096;

    private OpenQuestion? Question => State.Place is Place.Session { State.Question: { } question } ? question : null;

    /// <summary>The question that the person was asked came, changed, or is gone.</summary>
    private void Questions(WorkspaceStanding standing)
    {
        if (State.Place is not Place.Session session) return;
        if (standing.Question is { } question)
        {
            if (question.Number != session.Asked) ReadOut(question);
            return;
        }

        if (session.Asked == 0) return;
        State = State with { Place = session with { Asked = 0 }, Unsaid = State.Unsaid.RemoveAll(p => p.Passage is not null) };
        var wasAsked = State.Situation is Situation.AtQuestion || State.Confirming is { Question: not null };
        if (!wasAsked) return;
        State = State with { Situation = Situation.InWorkspace, Confirming = null };
        // While our own answer is under way that is what has happened.
        if (Asked(QueryKind.Answering) is not null) return;
        Log($"the question of {session.Id} was answered in the terminal");
        Say(Phrases.AnsweredElsewhere);
    }

    /// <param name="before">Said before it.</param>
    private void ReadOut(OpenQuestion question, string before = "")
    {
        if (State.Place is not Place.Session session) return;
        var changed = (State.Situation is Situation.AtQuestion || State.Confirming is { Question: not null }) && session.Asked != 0 && session.Asked != question.Number;
        State = State with { Place = session with { Asked = question.Number }, Situation = Situation.AtQuestion, Confirming = null, Candidates = [], Wanted = null };
        // What was to be said of one that is not asked any more.
        State = State with { Unsaid = State.Unsaid.RemoveAll(p => p.Passage is not null) };
        // Who is being listened to is told that somebody else begins.
        if (State.Hearing is { IsPatient: false, IsAbandoned: false } && State.Speech is null && State.Unsaid.IsEmpty && !changed && before.Length == 0) Announce("", Earcon.Notice);
        if (changed)
        {
            Log($"the question of {session.Id} changed before it was answered");
            before = Phrases.QuestionChanged;
        }

        if (before.Length > 0) before += " ";
        var words = Briefings.Question(session.Name, question);
        Say(before + words, new Passage(before.Length + Briefings.Essential(words), question.Number));
    }

    private void ShowMe(OpenQuestion question)
    {
        var details = Briefings.Details(question);
        Say(details, new Passage(Briefings.Essential(details), question.Number));
    }

    /// <summary>So much was heard of something that was said.</summary>
    private void Heard(IEnumerable<Passage> passages, int length)
    {
        foreach (var passage in passages.Where(p => p.End <= length + 1))
        {
            if (passage.Question is null && State.Confirming is { } confirming) State = State with { Confirming = confirming with { IsHeard = true } };
            else if (passage.Question is { } number && State.Place is Place.Session session && session.Asked == number) State = State with { Place = session with { Heard = number } };
        }
    }

    /// <returns>False when what was said is no answer, and means something without the question.</returns>
    private bool AnswerQuestion(Intent intent)
    {
        if (State.Place is not Place.Session session || Question is not { } question)
        {
            State = State with { Situation = HomeSituation };
            return false;
        }

        switch (intent)
        {
            // What was not heard to the end of what is asked for cannot be allowed.
            case Intent.Yes or Intent.Choose or Intent.Instruction when session.Heard != question.Number:
                ReadOut(question, Phrases.HearItFirst);
                return true;
            case Intent.Yes when question.For is AgentQuestion.Permission or AgentQuestion.Plan:
                Grant(session, question, new QuestionAnswer.Grant());
                return true;
            case Intent.No:
                Answer(session, question, new QuestionAnswer.Deny());
                return true;
            case Intent.YesAlways:
                Say(Phrases.NotForGood);
                return true;
            case Intent.ShowMe:
                ShowMe(question);
                return true;
            // Of a permission no other option can be had by phone: one of them allows it for good.
            case Intent.Choose choose when HasChoices(question) && question.Options.Any(o => o.Number == choose.Number):
                Grant(session, question, new QuestionAnswer.Choose(choose.Number));
                return true;
            case Intent.Choose or Intent.Yes:
                ShowMe(question);
                return true;
            case Intent.Instruction or Intent.Press:
                Say(!HasChoices(question) ? Phrases.UnclearAnswer : question.Options.Count == 0 ? Phrases.QuestionNotUnderstood : Phrases.UnclearChoice);
                return true;
            default:
                return false;
        }
    }

    private static bool HasChoices(OpenQuestion question) => question.For is AgentQuestion.Choice or AgentQuestion.Input;

    /// <summary>At a question with several answers the keys are their numbers; the star is no.</summary>
    private Intent OfKeys(Intent intent, string words, WordSource source) =>
        source is WordSource.Keypad && Question is { } question && HasChoices(question) && words.Trim() is [>= '1' and <= '9' and var key] && question.Options.Any(o => o.Number == key - '0')
            ? new Intent.Choose(key - '0')
            : intent;

    private void Grant(Place.Session session, OpenQuestion question, QuestionAnswer answer)
    {
        var about = answer is QuestionAnswer.Choose chosen ? question.About + "\n" + question.Options.First(o => o.Number == chosen.Option).Text : question.About;
        var danger = means.Dangers.Of(question.Tool, about) ?? (question.About.Length >= LongestAbout ? Phrases.TooLong : null);
        if (danger is null)
        {
            Answer(session, question, answer);
            return;
        }

        AskWord(session.Id, session.Name, danger, question.Number, answer);
    }

    private void AskWord(WorkspaceId id, string name, Danger danger, int? question, QuestionAnswer? answer)
    {
        var word = ConfirmationWords.Choose(Language, means.Chance);
        State = State with { Situation = Situation.ConfirmingDanger, Confirming = new Confirmation(id, name, word, danger, question, answer) };
        AskWord("");
    }

    /// <summary>Who says the word has heard it; that they have heard what for is what counts.</summary>
    private void AskWord(string before)
    {
        var prompt = before + Phrases.AskWord(State.Confirming!.What, State.Confirming.Word);
        Say(prompt, new Passage(prompt.LastIndexOf($"'{State.Confirming.Word}'", StringComparison.Ordinal), null));
    }

    private void Answer(Place.Session session, OpenQuestion question, QuestionAnswer answer)
    {
        State = State with { Situation = Situation.InWorkspace, Confirming = null };
        Ask(session, QueryKind.Answering, new WorkspaceCommands.AnswerQuestion(session.Id, question.Number, answer, Call.Value), answer: answer);
        // Whatever comes of it: that it was said is what the audit is for.
        Note(answer is QuestionAnswer.Deny ? CallDeed.Denied : CallDeed.Granted, session.Id, question.Tool);
    }

    /// <summary>The word of the moment, or anything else, which is no.</summary>
    /// <returns>False when it is no, and something else that is to be done.</returns>
    private bool Confirm(string words, Intent intent)
    {
        var confirming = State.Confirming!;
        var isRight = intent is not Intent.No && ConfirmationWords.Matches(words, confirming.Word);
        if (intent is Intent.ShowMe or Intent.Help || (isRight && !confirming.IsHeard))
        {
            AskWord(intent is Intent.ShowMe && Question is { } asked && asked.Number == confirming.Question ? Briefings.Details(asked) + " " : "");
            return true;
        }

        State = State with { Confirming = null, Situation = confirming.Question is null ? HomeSituation : Situation.AtQuestion };
        switch (confirming)
        {
            case { Question: not null } when Question is not { } question || question.Number != confirming.Question || State.Place is not Place.Session:
                State = State with { Situation = HomeSituation };
                Say(Phrases.AnsweredElsewhere);
                return true;
            case { Question: null } when isRight:
                Ask(confirming.Id, confirming.Name, QueryKind.Closing, new ReceptionEffect.TellDirectory(new WorkspaceDirectory.Close(Person, confirming.Id)));
                return true;
            case { } when isRight:
                Answer((Place.Session)State.Place!, Question!, confirming.Answer!);
                return true;
            case { } when intent is Intent.Goodbye or Intent.Menu:
                return false;
            case { Question: null }:
                Say(Phrases.NotConfirmed);
                // An agent's question may have waited behind it.
                if (Question is { } open) ReadOut(open);
                return true;
            default:
                Say(Phrases.NotConfirmed + " " + Phrases.UnclearAnswer);
                return true;
        }
    }
}
