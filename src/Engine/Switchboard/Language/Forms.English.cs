namespace CallActors.Engine.Switchboard.Language;

internal sealed partial class Forms
{
    // A name is not taken for one with such a word in it: "talk to the database team about …", "go to the end of the file".
    private const string NoNameInEnglish = """
        about|that|this|these|those|because|if|when|who|whom|how|why|of|for|with|without|from|into|or|but|not|is|are|was|it|me|him|her|them|us|
        line|end|top|bottom|beginning|definition|function|class|method|folder|directory|file|mode|theme|version|sleep|bed|work|step|page|tests?
        """;

    private static Forms English { get; } = new(
        Fillers.English,
        string.Join("", NoNameInEnglish.Split('\n').Select(l => l.Trim())),
        // "Call me tomorrow at nine" names no workspace.
        wish: "me .+",
        stop: "stop|stop it|stop that|no stop|stop stop|hold it|interrupt|interrupt that|cancel that|cancel it|abort",
        instead: "instead|first",
        startOver: "(forget|erase|delete|clear) (everything|all of it|all that|(all |everything )?(what |that )?(we|i|you) (have |just )?(said|talked about|discussed|told you)( so far| before)?|(our|this|the|the whole) (conversation|chat|history))|(let us )?start (over|afresh|again)( from (the )?(beginning|scratch|start))?|(start|begin) (a )?new (conversation|chat)|new (conversation|chat)",
        closed:
        [
            ("(talk|speak) (to|too|two|with) (the assistant|my assistant|claude|the claude assistant)|ask (claude|the assistant)|(the )?assistant", _ => new Intent.Assistant()),
            ("(the )?next( one| session| workspace| agent| project)?|go (to|on to) the next( one| session| workspace| agent)|next session please|switch to the next( one| session| workspace)?", _ => new Intent.Next()),
            ("(the )?(previous|last)( one)? (session|workspace)|(the )?previous( one)?|go (back )?to the previous( one| session| workspace)|go back one|one back", _ => new Intent.Previous()),
            ("main menu|(the )?menu|(the )?switchboard|leave|leave (it|here|the session|this session|the workspace)|back|go back|back to (the )?(menu|main menu|switchboard)|go (back )?to (the )?(menu|main menu|switchboard)", _ => new Intent.Menu()),
            ("(talk|speak) (to|too|two|2|with) (the |my )?(?<x>.+)|talk 2 (?<x>.+)", name => new Intent.TalkTo(name)),
            ("switch (over )?(to|too|two|2) (the |my )?(?<x>.+)|(connect|put) me (through )?(to|too|two|2|with) (the |my )?(?<x>.+)|put me through (to|too|two|2) (the |my )?(?<x>.+)", name => new Intent.TalkTo(name)),
            ("go (to|too|two|2) (the |my )?(?<x>.+)", name => new Intent.TalkTo(name)),
            ("what is running|who is running|what sessions are (there|running|open)|list (all )?(the |my )?(sessions|workspaces|agents)|(which|what) (agents|sessions|workspaces) (are there|are running|do i have|have i got|are open)|who needs me|does anyone need me|does anybody need me|who is waiting( for me)?|what have i got|list everything|who is (there|working)|what are they( all)? doing|what is everybody doing|what is everyone doing", _ => new Intent.WhatRuns()),
            ("status|status report|the status|what is (the|your|its) status|give me (the|a|your) status( report)?|give me an update|status of (the )?build|any (news|progress)|how far (is it|are you|along are you|along is it|have you got|did you get)|(is it|are you|is that) (done|finished|ready)( yet)?|what (is it|are you|is the agent|is claude) (doing|working on|up to)|what is it up to|what is going on|how is (it|that) (going|doing|coming along|coming on)|how is it|how are (you|things|you doing|things going|the tests|the tests doing|the tests going)|how is (the |your )?(build|test run|work|progress|agent|session|everything)( going| doing| coming along| looking)?|where are you|what is the state|are you still (working|there|running|busy)|is it still (working|running|going)", _ => new Intent.HowIs("")),
            ("how is (the |my )?(?<x>.+) (doing|coming along|getting on|going)|(what is )?the status of (the |my )?(?<x>.+)|status of (the |my )?(?<x>.+)|status (?<x>\\S+)", name => new Intent.HowIs(name)),
            ("(are there )?any (errors|error|problems|failures)( so far)?|(were|have) there( been)? any (errors|problems|failures)|did (anything|something|any test|any tests) (fail|go wrong|break)|has anything (failed|gone wrong)|what (failed|went wrong)|errors|is anything (broken|wrong)", _ => new Intent.AnyErrors()),
            ("read (that|it|the answer|the reply|the last answer|the last reply) (again|once more|one more time|to me again)|read (the )?(last )?(answer|reply)( to me)?|what did (it|you|he|she|the agent|claude) (say|answer|reply)|what was (the|its|your) (last )?(answer|reply)|say that again|repeat (that|the answer|the last answer)", _ => new Intent.ReadAgain()),
            ("read (me )?(the|my|its) (screen|terminal)( to me)?|read the screen out|what is on (the|its|my) (screen|terminal)|what does the (screen|terminal) (say|show)|what do you see on the (screen|terminal)", _ => new Intent.ReadScreen()),
            ("stop|stop it|stop that|stop now|stop stop|stop working|stop the agent|stop claude|no stop|cancel that|cancel it|cancel|interrupt|interrupt it|interrupt that|interrupt the agent|abort|abort that|abort it|halt|enough|that is enough|stop what you are doing|stop everything", _ => new Intent.StopAgent()),
            ("help|i need help with the (phone|switchboard)|what can i (say|do|ask)( here)?|what are (my|the) (options|commands|keys)|which (commands|keys) are there|how does this work", _ => new Intent.Help()),
            ("(hang up and )?(call|ring|phone) me (back )?(when|once|as soon as|after) (it is|you are|that is|it has|everything is|the agent is|this is|you have) (done|finished|ready|through)( with (it|that|this))?|hang up and (call|ring) me( back)?( later)?|call me back( later| when done)?|call me when done|give me a call when (it is|you are) (done|finished|ready)|call me (when|if) you need me", _ => new Intent.CallBackWhenDone()),
            ("goodbye|bye|bye bye|good night|hang up|hang up now|that is all|that is it for (now|today)|that will be all|that was all|end the call|see you( later)?|talk to you later|speak to you later|i am done|nothing else|goodbye computer", _ => new Intent.Goodbye()),
            ("(start|open|create|make|begin) (a|another) new (session|workspace)( (called|named|by the name of) (?<x>.+))?|(start|open|create|make) (a|another) (session|workspace) (called|named) (?<x>.+)|new (session|workspace)( (called|named) (?<x>.+))?|(start|open|create) (a new|another) (session|workspace)", name => new Intent.Create(name)),
            ("(close|end|quit|shut down|kill) (this|the|my) (session|workspace)|(close|end|quit|shut down|kill) (the )?(session|workspace) (called |named )?(?<x>.+)|(close|end|quit) (the )?(?<x>.+) (session|workspace)", name => new Intent.Close(name)),
        ],
        open:
        [
            ("i want (the )?(?<x>.+)|give me (the )?(?<x>.+)|(open|connect|call|get me|join|enter|select|choose|pick) (the |my )?(?<x>.+)|(take|bring) me (to|too|2) (the |my )?(?<x>.+)", name => new Intent.TalkTo(name)),
            ("(how|what) about (the |my )?(?<x>.+)|how is (the |my )?(?<x>.+)|what is (the |my )?(?<x>.+) (doing|up to|working on)|is (the |my )?(?<x>.+) (done|finished|ready|running|busy|idle)( yet)?", name => new Intent.HowIs(name)),
            ("(close|end|quit|kill) (the )?(?<x>.+)", name => new Intent.Close(name)),
            ("(start|open|create|make) (a|an|another) (new )?(session|workspace|agent)( (called|named|by the name of) (?<x>.+))?", name => new Intent.Create(name)),
            ("what is (there|up|new|happening)|list|the list|who is there|sessions|read the list( again)?", _ => new Intent.WhatRuns()),
        ]);
}
